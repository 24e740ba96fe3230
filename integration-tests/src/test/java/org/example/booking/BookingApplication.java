package org.example.booking;

import org.apache.seata.spring.annotation.GlobalTransactional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

@SpringBootApplication
@RestController
public class BookingApplication {

    private final JdbcClient database;
    private final RestClient seats;

    public BookingApplication(JdbcClient database, RestClient.Builder http, @Value("${seats.url}") String seatsUrl) {
        this.database = database;
        this.seats = http.baseUrl(seatsUrl).build();
    }

    @PostMapping("/bookings/{flight}/{seat}")
    @GlobalTransactional
    public void book(@PathVariable String flight, @PathVariable int seat, @RequestParam boolean paid) {
        database.sql("INSERT INTO booking (flight, seat) VALUES (?, ?)")
                .params(flight, seat)
                .update(new GeneratedKeyHolder());
        seats.put().uri("/seats/{flight}/{seat}", flight, seat).retrieve().toBodilessEntity();
        if (!paid) {
            throw new IllegalStateException("Not paid: neither the booking nor the seat may stay");
        }
    }

    public static void main(String[] args) {
        SpringApplication.run(BookingApplication.class, args);
    }
}
