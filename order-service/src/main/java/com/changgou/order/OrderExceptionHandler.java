package com.changgou.order;

import com.changgou.order.goods.GoodsRefusedException;
import com.changgou.order.goods.GoodsUnavailableException;
import com.changgou.seata.guard.RemoteFailureException;
import com.changgou.seata.outcome.CoordinatorUnavailableException;
import com.changgou.seata.outcome.UnexpectedGlobalRollbackException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
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
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/**
 * Answers as RFC 9457 problems, and keeps three things apart: refused (4xx), unavailable (503, no order was placed), and
 * unknown (504, with the key to ask again). A remote failure is never told as a decision.
 */
@RestControllerAdvice
class OrderExceptionHandler extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(OrderExceptionHandler.class);

    @ExceptionHandler
    ProblemDetail refusedByGoods(GoodsRefusedException refused) {
        ProblemDetail problem = refused.problem();
        problem.setInstance(null);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail unknownUser(UnknownUserException refused) {
        return problem(HttpStatus.NOT_FOUND, "unknown-user", "Unknown user", refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unknownOrder(OrderNotFoundException refused) {
        return problem(HttpStatus.NOT_FOUND, "unknown-order", "Unknown order", refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unknownMode(UnknownModeException refused) {
        return cannotBe("mode", refused.mode(), refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail keyReused(IdempotencyKeyReusedException refused) {
        return problem(HttpStatus.CONFLICT, "idempotency-key-reused", "Idempotency-Key reused", refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail goodsUnavailable(GoodsUnavailableException failure) {
        log.warn("No order was placed: {}", failure.getMessage());
        return unavailable("goods-unavailable", "The goods service gave no answer");
    }

    @ExceptionHandler
    ProblemDetail coordinatorUnavailable(CoordinatorUnavailableException failure) {
        return unavailable("coordinator-unavailable", "The transaction coordinator cannot be reached");
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ProblemDetail databaseUnavailable(RuntimeException failure) {
        log.warn("No order was placed", failure);
        return unavailable("database-unavailable", "The order database did not take the order");
    }

    /** Nobody threw, and still it was rolled back: a remote failure is the lack of a decision here too. */
    @ExceptionHandler
    ProblemDetail rolledBackUnexpectedly(UnexpectedGlobalRollbackException refused) {
        if (!(refused.getCause() instanceof RemoteFailureException)) {
            return unexpected(refused);
        }
        log.warn("No order was placed: {}", refused.getMessage());
        return unavailable("goods-unavailable", "The goods service gave no answer that can be relied on");
    }

    /** Seata's checked exceptions reach us wrapped by the proxy: a timeout before the commit, so a rollback. */
    @ExceptionHandler
    ProblemDetail timedOut(UndeclaredThrowableException failure) {
        log.warn("No order was placed", failure);
        return unavailable("transaction-timed-out", "The global transaction took too long and is rolled back");
    }

    @ExceptionHandler
    ProblemDetail outcomeUnknown(OrderOutcomeUnknownException unknown) {
        log.warn("Outcome unknown for request {}", unknown.requestId(), unknown);
        ProblemDetail problem = problem(
                HttpStatus.GATEWAY_TIMEOUT,
                "outcome-unknown",
                "Outcome unknown",
                "It is not known yet whether the order was placed. Send the same request again with this Idempotency-Key.");
        problem.setProperty("idempotencyKey", unknown.requestId());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail unexpected(RuntimeException failure) {
        log.error("Unexpected failure; no order was placed", failure);
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Internal error",
                "The order service failed; this request placed no order");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemDetail problem = problem(
                HttpStatus.BAD_REQUEST,
                "malformed-request",
                "Malformed request",
                "The body is not the JSON of an order" + place(unreadable.getCause()));
        return handleExceptionInternal(unreadable, problem, headers, status, request);
    }

    /** Where it went wrong, without the class names in Jackson's own messages. */
    private static String place(@Nullable Throwable cause) {
        if (!(cause instanceof JacksonException json)) {
            return "";
        }
        String path = json.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        String position = "line " + json.getLocation().getLineNr() + ", column "
                + json.getLocation().getColumnNr();
        return path.isEmpty() ? ": " + position : ": " + path.substring(1) + " (" + position + ")";
    }

    /** Well-formed JSON that makes no order is 422; a header or a parameter that is wrong stays 400. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        boolean body = !invalid.getBeanResults().isEmpty();
        HttpStatus answer = body ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.BAD_REQUEST;
        ProblemDetail problem = body
                ? problem(answer, "invalid-order", "Invalid order", "The request makes no order")
                : problem(
                        answer,
                        "invalid-parameter",
                        "Invalid parameter",
                        "A header or parameter is not as it should be");
        problem.setProperty("errors", body ? bodyErrors(invalid) : parameterErrors(invalid));
        return handleExceptionInternal(invalid, problem, headers, answer, request);
    }

    /** As a page that is no number. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException mismatch, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = cannotBe(
                String.valueOf(mismatch.getPropertyName()),
                mismatch.getValue(),
                "A header or parameter is not as it should be");
        return handleExceptionInternal(mismatch, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    private static ProblemDetail cannotBe(String parameter, @Nullable Object value, String detail) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter", detail);
        problem.setProperty("errors", List.of(new FieldProblem(parameter, "cannot be " + value)));
        return problem;
    }

    private static List<FieldProblem> bodyErrors(HandlerMethodValidationException invalid) {
        return invalid.getBeanResults().stream()
                .flatMap(result -> result.getFieldErrors().stream())
                .map(error -> new FieldProblem(
                        error.getField().replace("eachSkuNamedOnce", "lines"), error.getDefaultMessage()))
                .toList();
    }

    private static List<FieldProblem> parameterErrors(HandlerMethodValidationException invalid) {
        return invalid.getValueResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> new FieldProblem(
                                result.getMethodParameter().getParameterName(), error.getDefaultMessage())))
                .toList();
    }

    private record FieldProblem(
            @Nullable String field, @Nullable String message) {}

    private static ProblemDetail unavailable(String type, String detail) {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE, type, "Service unavailable", detail + "; this request placed no order");
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(detail));
        problem.setType(URI.create("urn:problem:" + type));
        problem.setTitle(title);
        return problem;
    }
}
