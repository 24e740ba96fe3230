package com.changgou.goods;

import com.changgou.seata.outcome.CoordinatorUnavailableException;
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

/** Answers as RFC 9457 problems. Refused (4xx) is a decision of this service; anything 5xx says that none was made. */
@RestControllerAdvice
class GoodsExceptionHandler extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(GoodsExceptionHandler.class);

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

    private static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:problem:" + type));
        problem.setTitle(title);
        return problem;
    }
}
