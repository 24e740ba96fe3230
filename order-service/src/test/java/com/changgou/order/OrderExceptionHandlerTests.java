package com.changgou.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.seata.guard.RemoteFailureException;
import com.changgou.seata.outcome.UnexpectedGlobalRollbackException;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/** Invariant: a commit that was refused is told by its first failure, and never as a decision of the business. */
class OrderExceptionHandlerTests {

    private final OrderExceptionHandler handler = new OrderExceptionHandler();

    @Test
    void swallowedRemoteFailureIsUnavailable() throws Exception {
        ProblemDetail problem = told(new RemoteFailureException("POST goods-service/x was answered with 409", null));

        assertThat(problem.getStatus()).isEqualTo(503);
        assertThat(problem.getType()).hasToString("urn:problem:goods-unavailable");
    }

    @Test
    void whateverElseWasSwallowedIsInternal() throws Exception {
        ProblemDetail problem = told(new OrderNotFoundException("of the callee, as it were"));

        assertThat(problem.getStatus()).isEqualTo(500);
        assertThat(problem.getType()).hasToString("urn:problem:internal-error");
    }

    /** As Spring picks the method: red when the handler of Spring's own transaction exceptions gets it. */
    private ProblemDetail told(Throwable first) throws InvocationTargetException, IllegalAccessException {
        UnexpectedGlobalRollbackException refused = new UnexpectedGlobalRollbackException("127.0.0.2:8091:1", first);
        var method = new ExceptionHandlerMethodResolver(OrderExceptionHandler.class).resolveMethod(refused);
        method.setAccessible(true);
        return (ProblemDetail) method.invoke(handler, refused);
    }
}
