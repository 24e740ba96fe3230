package com.changgou.it;

import com.changgou.proof.Mode;
import java.util.List;
import java.util.stream.Stream;

/** What an order's transaction passes in each mode: its points in their order, and the messages that pass before each of them. */
final class Protocol {

    private static final String PHASE_ONE_AT = """
            order.before-goods-call   tm:GlobalBegin
            goods.before-commit
            goods.branch-registered   rm-goods:BranchRegister
            goods.after-commit
            order.after-goods-call
            order.before-commit
            order.branch-registered   rm-orders:BranchRegister
            order.after-insert
            """;

    /** A method of the application is registered before it does anything; its rows are free of undecided orders then. */
    private static final String PHASE_ONE_TCC = """
            order.before-goods-call   tm:GlobalBegin
            goods.branch-registered   rm-goods:BranchRegister
            goods.before-commit       rm-goods:GlobalLockQuery
            goods.after-commit
            order.after-goods-call
            order.branch-registered   rm-orders:BranchRegister
            order.before-commit
            order.after-insert
            """;

    private static final String PHASE_ONE_MIXED = """
            order.before-goods-call   tm:GlobalBegin
            goods.branch-registered   rm-goods:BranchRegister
            goods.before-commit       rm-goods:GlobalLockQuery
            goods.after-commit
            order.after-goods-call
            order.before-commit
            order.branch-registered   rm-orders:BranchRegister
            order.after-insert
            """;

    /** XA: a branch is registered before it begins. */
    private static final String PHASE_ONE_XA = PHASE_ONE_TCC;

    /** The TM is answered first. */
    private static final String COMMIT_AT = """
            order.after-decision      tm:GlobalCommit
            goods.before-phase-two    rm-goods:BranchCommit?
            order.before-phase-two    rm-goods:BranchCommit! rm-orders:BranchCommit?
            end                       rm-orders:BranchCommit!
            """;

    private static final String COMMIT_TCC = """
            goods.before-phase-two          tm:GlobalCommit? rm-goods:BranchCommit?
            goods.before-phase-two-commit
            order.before-phase-two          rm-goods:BranchCommit! rm-orders:BranchCommit?
            order.before-phase-two-commit
            order.after-decision            rm-orders:BranchCommit! tm:GlobalCommit!
            end
            """;

    /** The TM is answered once the TCC branch is confirmed; the AT branch has time. */
    private static final String COMMIT_MIXED = """
            goods.before-phase-two          tm:GlobalCommit? rm-goods:BranchCommit?
            goods.before-phase-two-commit
            order.after-decision            rm-goods:BranchCommit! tm:GlobalCommit!
            order.before-phase-two          rm-orders:BranchCommit?
            end                             rm-orders:BranchCommit!
            """;

    private static final String COMMIT_XA = """
            goods.before-phase-two    tm:GlobalCommit? rm-goods:BranchCommit?
            order.before-phase-two    rm-goods:BranchCommit! rm-orders:BranchCommit?
            order.after-decision      rm-orders:BranchCommit! tm:GlobalCommit!
            end
            """;

    /** The last branch first. */
    private static final String ROLLBACK = """
            order.before-phase-two    tm:GlobalRollback? rm-orders:BranchRollback?
            goods.before-phase-two    rm-orders:BranchRollback! rm-goods:BranchRollback?
            order.after-decision      rm-goods:BranchRollback! tm:GlobalRollback!
            end
            """;

    private static final String ROLLBACK_TCC = """
            order.before-phase-two          tm:GlobalRollback? rm-orders:BranchRollback?
            order.before-phase-two-commit
            goods.before-phase-two          rm-orders:BranchRollback! rm-goods:BranchRollback?
            goods.before-phase-two-commit
            order.after-decision            rm-goods:BranchRollback! tm:GlobalRollback!
            end
            """;

    private static final String ROLLBACK_MIXED = """
            order.before-phase-two          tm:GlobalRollback? rm-orders:BranchRollback?
            goods.before-phase-two          rm-orders:BranchRollback! rm-goods:BranchRollback?
            goods.before-phase-two-commit
            order.after-decision            rm-goods:BranchRollback! tm:GlobalRollback!
            end
            """;

    private Protocol() {}

    /** A point, and the messages that pass between the one before it and this one. */
    record Step(String point, List<String> messages) {

        private static Step of(String line) {
            String[] parts = line.trim().split("\\s+");
            return new Step(
                    parts[0],
                    Stream.of(parts).skip(1).flatMap(Protocol::messages).toList());
        }
    }

    static List<Step> of(Mode mode, boolean commits) {
        String phaseOne = switch (mode) {
            case AT -> PHASE_ONE_AT;
            case TCC -> PHASE_ONE_TCC;
            case MIXED -> PHASE_ONE_MIXED;
            case XA -> PHASE_ONE_XA;
        };
        String phaseTwo = switch (mode) {
            case AT -> commits ? COMMIT_AT : ROLLBACK;
            case TCC -> commits ? COMMIT_TCC : ROLLBACK_TCC;
            case MIXED -> commits ? COMMIT_MIXED : ROLLBACK_MIXED;
            case XA -> commits ? COMMIT_XA : ROLLBACK;
        };
        return (phaseOne + phaseTwo).lines().map(Step::of).toList();
    }

    /** {@code who:What} is asked and answered, {@code who:What?} only asked, {@code who:What!} only answered. */
    private static Stream<String> messages(String exchange) {
        String who = exchange.replaceAll(":.*", "");
        String what = exchange.replaceAll(".*:|[?!]", "");
        // In phase two it is the TC that asks.
        boolean tcAsks = what.matches("Branch(Commit|Rollback)");
        String request = (tcAsks ? "tc>" + who : who + ">tc") + " " + what + "Request";
        String answer = (tcAsks ? who + ">tc" : "tc>" + who) + " " + what + "Response";
        return exchange.endsWith("?")
                ? Stream.of(request)
                : exchange.endsWith("!") ? Stream.of(answer) : Stream.of(request, answer);
    }
}
