package org.example.seats;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@SpringBootApplication
@RestController
public class SeatsApplication {

    private final JdbcClient database;

    public SeatsApplication(JdbcClient database) {
        this.database = database;
    }

    @PutMapping("/seats/{flight}/{seat}")
    @Transactional
    public void take(@PathVariable String flight, @PathVariable int seat) {
        int taken = database.sql(
                        "UPDATE seat SET taken = TRUE, changed_at = NOW(3) WHERE flight = ? AND seat = ? AND NOT taken")
                .params(flight, seat)
                .update();
        if (taken == 0) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "Seat " + seat + " is taken");
        }
        database.sql("INSERT INTO boarding_pass (flight, seat) VALUES (?, ?)")
                .params(flight, seat)
                .update(new GeneratedKeyHolder());
    }

    public static void main(String[] args) {
        SpringApplication.run(SeatsApplication.class, args);
    }
}
