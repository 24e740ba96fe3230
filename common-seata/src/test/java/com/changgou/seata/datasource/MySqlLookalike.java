package com.changgou.seata.datasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.util.ClassUtils;

/**
 * H2, which tells Seata that it is MySQL: AT's phase one and its rollback run on it as they are. It says what MySQL's driver says
 * where H2's differs: the URL, the name of a primary key's index, and LocalDateTime for a DATETIME.
 */
class MySqlLookalike extends AbstractDataSource {

    static final String UNDO_LOG = """
            CREATE TABLE undo_log (id BIGINT AUTO_INCREMENT PRIMARY KEY, branch_id BIGINT NOT NULL, xid VARCHAR(128) NOT NULL,
              context VARCHAR(128) NOT NULL, rollback_info LONGBLOB NOT NULL, log_status INT NOT NULL,
              log_created DATETIME(6) NOT NULL, log_modified DATETIME(6) NOT NULL,
              CONSTRAINT ux_undo_log UNIQUE (xid, branch_id))""";

    private final JdbcDataSource h2 = new JdbcDataSource();
    private final String name;

    /** A database of its own with an undo log. */
    static MySqlLookalike withUndoLog(String name, String... tables) {
        MySqlLookalike database = new MySqlLookalike(name);
        database.past(UNDO_LOG);
        List.of(tables).forEach(database::past);
        return database;
    }

    MySqlLookalike(String name) {
        this.name = name;
        h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;DB_CLOSE_DELAY=-1");
    }

    String resourceId() {
        return "jdbc:mysql://127.0.0.1/" + name;
    }

    /** Executes a statement that Seata does not see. */
    final void past(String sql) {
        new JdbcTemplate(h2).execute(sql);
    }

    /** The rows of {@code undo_log}. */
    int undoRows() {
        return read("SELECT count(*) FROM undo_log", Integer.class);
    }

    <T> T read(String sql, Class<T> type) {
        return new JdbcTemplate(h2).queryForObject(sql, type);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return (Connection) disguised(h2.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    private Object disguised(Object jdbc) {
        if (jdbc instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        for (Class<?> type : jdbc == null ? new Class<?>[0] : allInterfaces(jdbc.getClass())) {
            if (type.getName().startsWith("java.sql.")
                    && type != java.sql.Wrapper.class
                    && type != java.sql.Blob.class) {
                return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, disguise(jdbc));
            }
        }
        return jdbc;
    }

    private InvocationHandler disguise(Object jdbc) {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "getURL" -> resourceId() + "?some=thing";
            case "unwrap" -> proxy;
            default -> {
                Object result = invoke(method, jdbc, arguments);
                boolean primaryKey = result instanceof String text && text.startsWith("PRIMARY_KEY_");
                yield primaryKey ? "PRIMARY" : disguised(result);
            }
        };
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getTargetException();
        }
    }

    private static Class<?>[] allInterfaces(Class<?> type) {
        return ClassUtils.getAllInterfacesForClass(type);
    }
}
