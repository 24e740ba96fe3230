package com.changgou.seata.guard;

import com.changgou.seata.guard.OpenTransaction.Failure;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/** One request's part in a global transaction, over all its dispatches. */
final class Participation implements AsyncListener {

    private static final String ATTRIBUTE = Participation.class.getName();

    private final OpenTransactions transactions;
    private final String xid;
    private final OpenTransaction transaction;
    private final HeldResponse held;
    private boolean over;

    private Participation(OpenTransactions transactions, String xid, HttpServletResponse response) {
        this.transactions = transactions;
        this.xid = xid;
        this.transaction = transactions.joined(xid);
        this.held = new HeldResponse(response);
    }

    static Participation begin(
            OpenTransactions transactions, String xid, HttpServletRequest request, HttpServletResponse response) {
        Participation participation = new Participation(transactions, xid, response);
        request.setAttribute(ATTRIBUTE, participation);
        return participation;
    }

    static @Nullable Participation of(HttpServletRequest request) {
        return (Participation) request.getAttribute(ATTRIBUTE);
    }

    OpenTransaction transaction() {
        return transaction;
    }

    /** An asynchronous dispatch mostly comes with the response that the first one made. */
    HttpServletResponse holding(HttpServletResponse response) {
        return WebUtils.getNativeResponse(response, HeldResponse.class) == null ? held : response;
    }

    void answer() throws IOException {
        held.setHeader(GuardHeaders.BRANCHES, GuardHeaders.branches(transaction.branches()));
        Failure failure = transaction.failure();
        if (failure != null && failure.decides()) {
            held.setHeader(GuardHeaders.ROLLBACK_ONLY, GuardHeaders.cause(failure.cause()));
        }
        held.copyBodyToResponse();
    }

    void leave() {
        if (!over) {
            over = true;
            transactions.left(xid);
        }
    }

    /** Comes after the last dispatch, or instead of one where the handler completes the request itself. */
    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        if (!over) {
            answer();
        }
        leave();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }

    private static final class HeldResponse extends ContentCachingResponseWrapper {

        HeldResponse(HttpServletResponse response) {
            super(response);
        }
    }
}
