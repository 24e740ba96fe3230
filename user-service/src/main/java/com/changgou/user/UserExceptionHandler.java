package com.changgou.user;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers as RFC 9457 problems. */
@RestControllerAdvice
class UserExceptionHandler extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(UserExceptionHandler.class);

    @ExceptionHandler
    ProblemDetail unknownUser(UnknownUserException refused) {
        ProblemDetail problem = problem(HttpStatus.NOT_FOUND, "unknown-user", "Unknown user", refused.getMessage());
        problem.setProperty("userId", refused.userId());
        return problem;
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ProblemDetail unavailable(RuntimeException failure) {
        log.warn("The users cannot be read", failure);
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE, "users-unavailable", "Users unavailable", "Users cannot be read now");
    }

    @ExceptionHandler
    ProblemDetail unexpected(RuntimeException failure) {
        log.error("Unexpected failure", failure);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "Internal error", "The user service failed");
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:problem:" + type));
        problem.setTitle(title);
        return problem;
    }
}
