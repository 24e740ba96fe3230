package com.changgou.recording;

import com.changgou.recording.Entry.Moment;
import com.changgou.recording.Statement.Role;
import com.mysql.cj.MysqlConnection;
import com.mysql.cj.Query;
import com.mysql.cj.exceptions.ExceptionInterceptor;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;
import java.lang.StackWalker.StackFrame;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.seata.core.context.RootContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Records the statements of one connection, as the driver sends them. Whose a statement is says the thread: Seata keeps the XID in the
 * MDC for as long as the thread works for the transaction, in phase one and in phase two. Only the deletion of undo logs in a commit
 * runs on a thread of its own, for many transactions at once: then the statement itself names them, and those that follow it to the
 * end of the local transaction belong to them too.
 *
 * <p>Public because the driver makes it.
 */
public final class StatementRecorder implements QueryInterceptor {

    private static final StackWalker STACK = StackWalker.getInstance();

    private static final String SEATA = "org.apache.seata.rm.datasource.";

    /** Methods of Seata's, and what they run statements for. */
    private static final Map<String, Role> BY_METHOD = Map.of(
            "beforeImage", Role.IMAGE,
            "afterImage", Role.IMAGE,
            "buildTableRecords", Role.IMAGE,
            "queryCurrentRecords", Role.IMAGE,
            "executeOn", Role.UNDO,
            "fetchSchema", Role.HOUSEKEEPING);

    /** What this thread waits for the database to answer. */
    private static final ThreadLocal<@Nullable Running> RUNNING = new ThreadLocal<>();

    private final Recorder recorder;
    private @Nullable MysqlConnection connection;
    private Set<String> named = Set.of();

    private record Running(Recorder recorder, Set<String> xids, long seq) {}

    /** For the driver. */
    public StatementRecorder() {
        this(Recorder.PROCESS);
    }

    StatementRecorder(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public QueryInterceptor init(MysqlConnection intercepted, Properties properties, Log log) {
        connection = intercepted;
        return this;
    }

    @Override
    public <T extends Resultset> @Nullable T preProcess(Supplier<String> sql, @Nullable Query query) {
        Moment moment = recorder.now();
        String text = sql.get();
        String bound = MDC.get(RootContext.MDC_KEY_XID);
        if (bound != null || !named.isEmpty() || mayName(text)) {
            record(moment, Statement.of(text), bound);
        }
        return null;
    }

    /** Most statements outside of global transactions are read no further than this. */
    private static boolean mayName(String text) {
        return text.contains("undo_log") || text.startsWith("XA ");
    }

    private void record(Moment moment, Statement statement, @Nullable String bound) {
        Set<String> xids = bound == null ? following(statement) : Set.of(bound);
        String branchId = statement.branchId() == null ? MDC.get(RootContext.MDC_KEY_BRANCH_ID) : statement.branchId();
        Map<String, String> details = Map.of("role", role(statement).id());
        xids.forEach(xid -> recorder.file(xid, moment.statement(statement, branchId, details)));
        RUNNING.set(new Running(recorder, xids, moment.seq()));
    }

    private Set<String> following(Statement statement) {
        Set<String> whose = statement.xids().isEmpty() ? named : statement.xids();
        named = statement.isEnd() || endsAtOnce() ? Set.of() : whose;
        return whose;
    }

    private boolean endsAtOnce() {
        try {
            return connection instanceof Connection jdbc && jdbc.getAutoCommit();
        } catch (SQLException closed) {
            return true;
        }
    }

    private static Role role(Statement statement) {
        return statement.role() == Role.BUSINESS
                ? Objects.requireNonNullElse(
                        STACK.walk(frames -> frames.filter(
                                        frame -> frame.getClassName().startsWith(SEATA))
                                .map(StackFrame::getMethodName)
                                .map(BY_METHOD::get)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null)),
                        Role.BUSINESS)
                : statement.role();
    }

    @Override
    public <T extends Resultset> @Nullable T postProcess(
            Supplier<String> sql, @Nullable Query query, T result, ServerSession session) {
        RUNNING.remove();
        return null;
    }

    @Override
    public boolean executeTopLevelOnly() {
        return false;
    }

    @Override
    public void destroy() {}

    /** Hears why a statement failed, which an interceptor of queries does not. Public because the driver makes it. */
    public static final class Failures implements ExceptionInterceptor {

        @Override
        public ExceptionInterceptor init(Properties properties, Log log) {
            return this;
        }

        @Override
        public Exception interceptException(Exception failure) {
            Running running = RUNNING.get();
            if (running != null) {
                RUNNING.remove();
                running.xids()
                        .forEach(xid -> running.recorder()
                                .amend(xid, running.seq(), "error", String.valueOf(failure.getMessage())));
            }
            return failure;
        }

        @Override
        public void destroy() {}
    }
}
