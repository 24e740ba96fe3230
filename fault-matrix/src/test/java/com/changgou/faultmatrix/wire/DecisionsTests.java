package com.changgou.faultmatrix.wire;

import static com.changgou.faultmatrix.check.Samples.Decision.COMMITTED;
import static com.changgou.faultmatrix.check.Samples.Decision.ROLLED_BACK;
import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.wire.Frame.Message;
import com.changgou.faultmatrix.wire.TapLog.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Invariant: a transaction counts as decided only when the TC's question for phase two was seen to pass. */
class DecisionsTests {

    private final TapLog log = new TapLog(100);
    private final Decisions decisions = new Decisions(log);

    @Test
    void theQuestionsToTheBranchesTell() {
        passes(TO_CLIENT, message("BranchCommitRequest", "one"));
        passes(TO_CLIENT, message("BranchRollbackRequest", "two"));
        assertThat(decisions.seen()).isEqualTo(Map.of("one", COMMITTED, "two", ROLLED_BACK));
    }

    @Test
    void everyQuestionInAnEnvelopeCounts() {
        passes(TO_CLIENT, message("BranchCommitRequest", "one"), message("BranchRollbackRequest", "two"));
        assertThat(decisions.seen()).isEqualTo(Map.of("one", COMMITTED, "two", ROLLED_BACK));
    }

    @Test
    void whatTheClientWantsOrAnswersIsNoDecision() {
        passes(TO_TARGET, message("GlobalCommitRequest", "one"));
        passes(TO_CLIENT, message("GlobalCommitResponse", "one"));
        passes(TO_TARGET, message("BranchRollbackResponse", "one"));
        assertThat(decisions.seen()).isEmpty();
    }

    @Test
    void aQuestionThatDidNotArriveTellsNothing() {
        Frame frame = frame(TO_CLIENT, message("BranchCommitRequest", "one"));
        log.add("order to tc", 1, Kind.DROPPED, TO_CLIENT, "black hole", frame);
        assertThat(decisions.seen()).isEmpty();
    }

    @Test
    void ofTwoDecisionsTheLaterOneIsTold() {
        passes(TO_CLIENT, message("BranchCommitRequest", "one"));
        passes(TO_CLIENT, message("BranchRollbackRequest", "one"));
        assertThat(decisions.seen()).isEqualTo(Map.of("one", ROLLED_BACK));
    }

    @Test
    void whatBelongsToNoTransactionIsPassedOver() {
        passes(TO_CLIENT, message("BranchCommitRequest", null));
        log.add("order to broker", 1, Kind.PASSED, TO_CLIENT, "bytes", null);
        assertThat(decisions.seen()).isEmpty();
    }

    @Test
    void whatIsSeenLaterIsToldLater() {
        assertThat(decisions.seen()).isEmpty();
        passes(TO_CLIENT, message("BranchCommitRequest", "one"));
        assertThat(decisions.seen()).containsOnlyKeys("one");
    }

    private void passes(Direction direction, Message... messages) {
        log.add("order to tc", 1, Kind.PASSED, direction, "passed", frame(direction, messages));
    }

    private static Frame frame(Direction direction, Message... messages) {
        return new Frame(1, direction, messages[0].name(), 1, 10, List.of(messages));
    }

    private static Message message(String name, @Nullable String xid) {
        return new Message(name, 1, false, xid, "7");
    }
}
