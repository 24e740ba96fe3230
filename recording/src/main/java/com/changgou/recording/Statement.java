package com.changgou.recording;

import com.alibaba.druid.DbType;
import com.alibaba.druid.sql.SQLUtils;
import com.alibaba.druid.sql.ast.SQLStatement;
import com.alibaba.druid.sql.ast.statement.SQLSelectQueryBlock;
import com.alibaba.druid.sql.ast.statement.SQLSelectStatement;
import com.alibaba.druid.sql.parser.Lexer;
import com.alibaba.druid.sql.parser.ParserException;
import com.alibaba.druid.sql.parser.SQLParserUtils;
import com.alibaba.druid.sql.parser.Token;
import com.alibaba.druid.sql.visitor.SchemaStatVisitor;
import com.alibaba.druid.stat.TableStat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it goes to the database, read.
 *
 * @param text the statement; the ids of an XA statement, which the driver sends in hex, decoded
 * @param name its verb and its tables
 * @param role what it is for, as far as it says that itself
 * @param xids the global transactions that it names
 * @param branchId the branch that it names
 */
record Statement(
        String text,
        String name,
        Role role,
        Set<String> xids,
        @Nullable String branchId) {

    private static final Set<String> DATA = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE");
    private static final Set<String> BOUNDS =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET AUTOCOMMIT=0");

    enum Role {
        BUSINESS,
        /** A read for the before image, the after image, or for the comparison with them. */
        IMAGE,
        /** The undo log, and what is done from it. */
        UNDO,
        FENCE,
        TRANSACTION,
        HOUSEKEEPING;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The parser has many classes: the first order is not to wait for them. */
    static void warmUp() {
        List.of(
                        "SELECT id FROM tb_sku WHERE id IN (1) AND stock >= 2 FOR UPDATE",
                        "INSERT INTO tb_stock_journal (request_id, sku_id) VALUES ('a', 1)",
                        "UPDATE tb_sku SET stock = stock - CASE id WHEN 1 THEN 2 END WHERE (id = 1)",
                        "DELETE FROM undo_log WHERE branch_id IN (1) AND xid IN ('a')",
                        "XA START 0x31,0x2d31,0x2618")
                .forEach(Statement::of);
    }

    static Statement of(String text) {
        Lexer lexer = SQLParserUtils.createLexer(text, DbType.mysql);
        lexer.nextToken();
        String verb = word(lexer);
        if (DATA.contains(verb)) {
            return ofData(verb, text);
        }
        if (verb.equals("XA")) {
            return ofXa(text, lexer);
        }
        String name = verb.equals("SET") ? text.strip() : verb;
        boolean bound = BOUNDS.contains(name.toUpperCase(Locale.ROOT));
        return new Statement(text, name, bound ? Role.TRANSACTION : Role.HOUSEKEEPING, Set.of(), null);
    }

    /** Whether the local transaction ends with it. */
    boolean isEnd() {
        return Set.of("COMMIT", "ROLLBACK", "SET autocommit=1").contains(name);
    }

    private static Statement ofData(String verb, String text) {
        try {
            SQLStatement statement = SQLUtils.parseSingleStatement(text, DbType.mysql);
            SchemaStatVisitor read = SQLUtils.createSchemaStatVisitor(DbType.mysql);
            statement.accept(read);
            List<String> tables = read.getTables().keySet().stream()
                    .map(TableStat.Name::getName)
                    .toList();
            String name = (verb + " " + String.join(", ", tables)).strip() + (locks(statement) ? " FOR UPDATE" : "");
            return new Statement(text, name, role(tables), tables.contains("undo_log") ? xids(read) : Set.of(), null);
        } catch (ParserException unknown) {
            return new Statement(text, verb, Role.BUSINESS, Set.of(), null);
        }
    }

    private static Role role(List<String> tables) {
        if (tables.isEmpty()) {
            return Role.HOUSEKEEPING;
        }
        return switch (tables.get(0).toLowerCase(Locale.ROOT)) {
            case "undo_log" -> Role.UNDO;
            case "tcc_fence_log" -> Role.FENCE;
            default -> Role.BUSINESS;
        };
    }

    private static Set<String> xids(SchemaStatVisitor read) {
        return read.getConditions().stream()
                .filter(condition ->
                        "xid".equalsIgnoreCase(condition.getColumn().getName()))
                .flatMap(condition -> condition.getValues().stream())
                .map(String::valueOf)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean locks(SQLStatement statement) {
        return statement instanceof SQLSelectStatement select
                && select.getSelect().getQuery() instanceof SQLSelectQueryBlock block
                && block.isForUpdate();
    }

    /** {@code XA verb gtrid, bqual, format}: Seata's are the XID, and {@code -} and the branch's number. */
    private static Statement ofXa(String text, Lexer lexer) {
        lexer.nextToken();
        String name = "XA " + word(lexer);
        List<String> ids = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        for (lexer.nextToken(); lexer.token() != Token.EOF && lexer.token() != Token.ERROR; lexer.nextToken()) {
            if (lexer.token() == Token.LITERAL_HEX) {
                ids.add(lexer.hexString());
            } else if (lexer.token() == Token.LITERAL_CHARS) {
                ids.add(HexFormat.of().formatHex(lexer.stringVal().getBytes(StandardCharsets.UTF_8)));
            } else if (lexer.token() != Token.COMMA) {
                rest.append(' ').append(word(lexer));
            }
        }
        if (ids.size() < 2) {
            return new Statement(text, name, Role.HOUSEKEEPING, Set.of(), null);
        }
        String xid = decoded(ids.get(0));
        String branch = decoded(ids.get(1));
        String format = ids.size() > 2 ? "," + Long.parseLong(ids.get(2), 16) : "";
        return new Statement(
                name + " '" + xid + "','" + branch + "'" + format + rest,
                name,
                Role.TRANSACTION,
                Set.of(xid),
                branch.startsWith("-") ? branch.substring(1) : null);
    }

    private static String decoded(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    private static String word(Lexer lexer) {
        String word = lexer.token() == Token.IDENTIFIER ? lexer.stringVal() : lexer.token().name;
        return word == null ? "" : word.toUpperCase(Locale.ROOT);
    }
}
