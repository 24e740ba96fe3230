package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.undo.BranchUndo;
import com.changgou.seata.undo.RowImage;
import com.changgou.seata.undo.UndoLogDecoder;
import java.time.LocalDateTime;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Invariant: what Seata's users trip over in their tables is undone as exactly as any other row. */
class AtBranchTests {

    private static final String XID = "127.0.0.2:8091:7";

    private final LocalResourceManager tc = LocalResourceManager.inPlace();

    @BeforeAll
    static void giveSeataAnEnvironment() {
        SeataTestEnvironment.give();
    }

    @AfterEach
    void forget() {
        RootContext.unbind();
        tc.close();
    }

    @Test
    void localDateTimeColumnIsUndone() throws Exception {
        MySqlLookalike database = MySqlLookalike.withUndoLog(
                "dates", "CREATE TABLE visit (id BIGINT PRIMARY KEY, at DATETIME(3), note VARCHAR(20))");
        LocalDateTime before = LocalDateTime.of(2026, 11, 22, 17, 30, 0, 123_000_000);
        database.past("INSERT INTO visit VALUES (1, '" + before + "', 'before')");

        change(database, "UPDATE visit SET at = '2001-01-01 00:00:00.001', note = 'in between' WHERE id = 1");
        assertThat(image(database).before()).as("as MySQL's driver gives it").containsEntry("at", before);
        tc.rollBack();

        assertThat(database.undoRows()).isZero();
        assertThat(database.read("SELECT at FROM visit", LocalDateTime.class)).isEqualTo(before);
        assertThat(database.read("SELECT note FROM visit", String.class)).isEqualTo("before");
    }

    @Test
    void compositePrimaryKeyIsLockedAndUndoneRowByRow() throws Exception {
        MySqlLookalike database = MySqlLookalike.withUndoLog(
                "composite",
                "CREATE TABLE seat (flight VARCHAR(8), number INT, taken BOOLEAN, PRIMARY KEY (flight, number))");
        database.past("INSERT INTO seat VALUES ('LH1', 1, FALSE), ('LH1', 2, FALSE), ('LH2', 1, TRUE)");

        change(database, "UPDATE seat SET taken = TRUE WHERE flight = 'LH1'");
        assertThat(tc.branches())
                .singleElement()
                .extracting(LocalResourceManager.Branch::lockKeys)
                .isEqualTo("seat:LH1_1,LH1_2");
        tc.rollBack();

        assertThat(database.undoRows()).isZero();
        assertThat(database.read("SELECT count(*) FROM seat WHERE taken", Integer.class))
                .isEqualTo(1);
    }

    private void change(MySqlLookalike database, String update) {
        DataSource proxied =
                (DataSource) PostProcessors.proxying().postProcessAfterInitialization(database, "database");
        RootContext.bind(XID);
        new JdbcTemplate(proxied).update(update);
        RootContext.unbind();
        assertThat(database.undoRows()).isEqualTo(1);
    }

    private static RowImage image(MySqlLookalike database) {
        BranchUndo undo = new UndoLogDecoder()
                .decode(
                        database.read("SELECT context FROM undo_log", String.class),
                        database.read("SELECT rollback_info FROM undo_log", byte[].class));
        return undo.rows().get(0);
    }
}
