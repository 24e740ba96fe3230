package com.changgou.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.recording.Statement.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant: a statement's name says what it does to which table, and its role what it is for. */
class StatementTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            UPDATE tb_sku SET stock = stock - 2 WHERE id = 1          | UPDATE tb_sku               | BUSINESS
            SELECT id, stock FROM tb_sku WHERE id IN (1) FOR UPDATE   | SELECT tb_sku FOR UPDATE    | BUSINESS
            select o.id from `tb_order` o join tb_order_line l on 1=1 | SELECT tb_order, tb_order_line | BUSINESS
            INSERT INTO undo_log (xid, rollback_info) VALUES ('x', _binary'{"a":"it\\'s"}') | INSERT undo_log | UNDO
            DELETE FROM undo_log WHERE branch_id = 1 AND xid = 'x'    | DELETE undo_log             | UNDO
            insert into tcc_fence_log (xid, branch_id) values ('x',1) | INSERT tcc_fence_log        | FENCE
            COMMIT                                                    | COMMIT                      | TRANSACTION
            rollback                                                  | ROLLBACK                    | TRANSACTION
            SET autocommit=0                                          | SET autocommit=0            | TRANSACTION
            SET autocommit=1                                          | SET autocommit=1            | HOUSEKEEPING
            SET SESSION TRANSACTION READ WRITE                        | SET SESSION TRANSACTION READ WRITE | HOUSEKEEPING
            SHOW FULL COLUMNS FROM tb_sku                             | SHOW                        | HOUSEKEEPING
            /* driver */SELECT @@session.tx_isolation                 | SELECT                      | HOUSEKEEPING
            UPDATE this is no SQL                                     | UPDATE                      | BUSINESS
            XA RECOVER                                                | XA RECOVER                  | HOUSEKEEPING
            """)
    void nameAndRole(String sql, String name, Role role) {
        Statement statement = Statement.of(sql);

        assertThat(statement.name()).isEqualTo(name);
        assertThat(statement.role()).isEqualTo(role);
        assertThat(statement.text()).isEqualTo(sql);
    }

    @Test
    void deletionOfUndoLogsNamesItsTransactions() {
        Statement deletion = Statement.of("DELETE FROM undo_log WHERE  branch_id IN (7, 8)  AND xid IN"
                + " ('127.0.0.2:8091:1', '127.0.0.2:8091:2') ");

        assertThat(deletion.xids()).containsExactly("127.0.0.2:8091:1", "127.0.0.2:8091:2");
    }

    /** The driver sends the ids as hex. */
    @Test
    void idsOfAnXaStatementAreReadable() {
        Statement prepare = Statement.of("XA PREPARE 0x3132372e302e302e323a383039313a31,0x2d37,0x2607");

        assertThat(prepare.text()).isEqualTo("XA PREPARE '127.0.0.2:8091:1','-7',9735");
        assertThat(prepare.name()).isEqualTo("XA PREPARE");
        assertThat(prepare.role()).isEqualTo(Role.TRANSACTION);
        assertThat(prepare.xids()).containsExactly("127.0.0.2:8091:1");
        assertThat(prepare.branchId()).isEqualTo("7");
        assertThat(Statement.of("XA COMMIT 0x31,0x2d37,0x2607 ONE PHASE").text())
                .isEqualTo("XA COMMIT '1','-7',9735 ONE PHASE");
    }
}
