package com.changgou.goods;

import com.changgou.seata.outcome.CoordinatorUnavailableException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers as RFC 9457 problems. Refused (4xx) is a decision of this service; anything 5xx says that none was made. */
@RestControllerAdvice
class GoodsExceptionHandler extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(GoodsExceptionHandler.class);

    /** A transaction is decided in less, or it is in trouble. */
    private static final String RETRY_AFTER_SECONDS = "1";

    @ExceptionHandler
    ProblemDetail unknownSku(UnknownSkuException refused) {
        ProblemDetail problem = problem(HttpStatus.NOT_FOUND, "unknown-sku", "Unknown SKU", refused.getMessage());
        problem.setProperty("skuId", refused.skuId());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail insufficientStock(InsufficientStockException refused) {
        ProblemDetail problem =
                problem(HttpStatus.CONFLICT, "insufficient-stock", "Insufficient stock", refused.getMessage());
        problem.setProperty("skuId", refused.skuId());
        problem.setProperty("wanted", refused.wanted());
        problem.setProperty("available", refused.available());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> undecided(SkuUndecidedException undecided) {
        ProblemDetail problem = problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "sku-undecided",
                "SKU undecided",
                undecided.getMessage() + "; nothing was changed");
        problem.setProperty("skuId", undecided.skuId());
        return ResponseEntity.status(problem.getStatus())
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .body(problem);
    }

    /** Row locks and global locks that were not given in time end here, a TC that does not answer, and a second deduction for one request. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class, CoordinatorUnavailableException.class})
    ProblemDetail unavailable(RuntimeException failure) {
        log.warn("The local transaction failed and was rolled back", failure);
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "goods-unavailable",
                "Goods unavailable",
                "The stock could not be changed now; nothing was changed");
    }

    @ExceptionHandler
    ProblemDetail unexpected(RuntimeException failure) {
        log.error("Unexpected failure", failure);
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "Internal error", "The goods service failed");
    }

    /** As an unknown isolation. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException mismatch, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = problem(
                HttpStatus.BAD_REQUEST,
                "invalid-parameter",
                "Invalid parameter",
                mismatch.getPropertyName() + " cannot be " + mismatch.getValue());
        return handleExceptionInternal(mismatch, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:problem:" + type));
        problem.setTitle(title);
        return problem;
    }
}
