package com.changgou.launcher.cli;

import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Progress;
import com.changgou.proof.Database;
import com.changgou.proof.Tables;
import com.github.freva.asciitable.ColumnData;
import com.mysql.cj.util.StringUtils;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sql",
        description = {
            "Run SQL in one of the databases, past the services and past Seata; exit 1 if the database refuses it.",
            "All statements run on one connection, which is closed at their end: a transaction that is open then is"
                    + " rolled back."
        },
        mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final String QUOTES = "'\"`";

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Parameters(index = "0", paramLabel = "DATABASE", description = "orders, goods or users.")
    String database;

    @Parameters(index = "1", paramLabel = "SQL", description = "One or more statements with semicolons between them.")
    String sql;

    @Option(names = "--await", description = "Repeat a query until it finds a row, for 20 s at most.")
    boolean await;

    @Override
    public Integer call() {
        List<String> statements = StringUtils.split(sql, ";", QUOTES, QUOTES, true).stream()
                .filter(statement -> !statement.isEmpty())
                .toList();
        PrintWriter out = command.commandLine().getOut();
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            if (await) {
                awaitRow(statement, statements.get(0));
            }
            for (String each : statements) {
                if (statements.size() > 1) {
                    out.println("sql> " + each);
                }
                print(statement, each, out);
                out.flush();
            }
            return 0;
        } catch (SQLException refused) {
            out.printf("ERROR %d (%s): %s%n", refused.getErrorCode(), refused.getSQLState(), message(refused));
            out.flush();
            return 1;
        }
    }

    private Database database() {
        LocalSystem system = options.system(Progress.SILENT);
        return switch (database) {
            case "orders" -> system.orderDatabase();
            case "goods" -> system.goodsDatabase();
            case "users" -> system.userDatabase();
            default ->
                throw new LauncherException("There is no database " + database + ". There are: orders, goods, users");
        };
    }

    private static void awaitRow(Statement statement, String query) {
        try {
            Awaitility.await().atMost(LONGEST_WAIT).until(() -> {
                try (ResultSet result = statement.executeQuery(query)) {
                    return result.next();
                }
            });
        } catch (ConditionTimeoutException never) {
            throw new LauncherException("No row within " + LONGEST_WAIT.toSeconds() + " s: " + query, never);
        }
    }

    private void print(Statement statement, String sql, PrintWriter out) throws SQLException {
        if (statement.execute(sql)) {
            try (ResultSet result = statement.getResultSet()) {
                out.print(table(result));
            }
        } else {
            int changed = statement.getUpdateCount();
            out.println(changed == 0 ? "ok" : changed == 1 ? "1 row" : changed + " rows");
        }
    }

    private String table(ResultSet result) throws SQLException {
        List<ColumnData<List<String>>> columns = new ArrayList<>();
        for (int i = 0; i < result.getMetaData().getColumnCount(); i++) {
            int column = i;
            columns.add(Tables.text(result.getMetaData().getColumnLabel(i + 1), row -> row.get(column)));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                String value = result.getString(i);
                row.add(value == null ? "NULL" : Demo.shown(command).apply(value));
            }
            rows.add(row);
        }
        return rows.isEmpty() ? "no row\n" : Tables.of(rows, columns);
    }

    /** Without what the driver and the server put before and after it, which differs from run to run. */
    private static String message(SQLException refused) {
        return refused.getMessage().replaceFirst("^\\(conn=[0-9]+\\) ", "");
    }
}
