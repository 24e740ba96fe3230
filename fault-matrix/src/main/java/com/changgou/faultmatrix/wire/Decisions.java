package com.changgou.faultmatrix.wire;

import com.changgou.faultmatrix.check.Samples.Decision;
import com.changgou.faultmatrix.wire.TapLog.Entry;
import com.changgou.faultmatrix.wire.TapLog.Kind;
import java.util.HashMap;
import java.util.Map;

/** How the TC has decided, as far as its questions to the branches were seen: it asks for phase two only after it has. */
public final class Decisions {

    private static final Map<String, Decision> BY_QUESTION =
            Map.of("BranchCommitRequest", Decision.COMMITTED, "BranchRollbackRequest", Decision.ROLLED_BACK);

    private final TapLog log;
    private final Map<String, Decision> decisions = new HashMap<>();

    /**
     * Of what a log has kept.
     *
     * @param log of the taps between the TC and its clients
     */
    public Decisions(TapLog log) {
        this.log = log;
    }

    /**
     * What was seen until now. Where a TC has asked for both, the later one is told. What it has seen once it knows, also when the
     * log has forgotten it.
     *
     * @return by XID
     */
    public synchronized Map<String, Decision> seen() {
        for (Entry entry : log.entries(Kind.PASSED)) {
            if (entry.frame() != null) {
                entry.frame().messages().stream()
                        .filter(message -> message.xid() != null && BY_QUESTION.containsKey(message.name()))
                        .forEach(message -> decisions.put(message.xid(), BY_QUESTION.get(message.name())));
            }
        }
        return Map.copyOf(decisions);
    }
}
