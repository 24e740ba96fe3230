package com.changgou.console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

/** Serves the page and what it shows. */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
@ConfigurationPropertiesScan
public class ConsoleApplication {

    /**
     * Starts the console.
     *
     * @param args settings
     */
    public static void main(String[] args) {
        SpringApplication.run(ConsoleApplication.class, args);
    }
}
