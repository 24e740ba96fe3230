package com.changgou.console;

import com.changgou.proof.ObservationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.RestClientException;

/** The console outlives what it looks at. */
@RestControllerAdvice
class SystemDownAdvice {

    @ExceptionHandler({ObservationException.class, RestClientException.class})
    ProblemDetail unavailable(RuntimeException unreachable) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "A part of the system does not answer, or nothing of it is running: " + unreachable.getMessage());
    }
}
