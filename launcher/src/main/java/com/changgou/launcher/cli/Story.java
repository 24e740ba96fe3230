package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.proof.Judge;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.Proof;
import com.changgou.proof.ProofArchive;
import com.changgou.proof.ProofPrinter;
import com.changgou.proof.Witness;
import java.io.PrintWriter;
import java.util.List;

/** What {@code ./demo} shows: the same order twice, once committed and once rolled back, each with its proof. */
public final class Story {

    /** Two pieces of SKU 1 for customer u1. */
    public static final OrderApi.Request ORDER = new OrderApi.Request("u1", List.of(new OrderApi.Line(1, 2)));

    private final Witness witness;
    private final Mode mode;
    private final ProofArchive archive;
    private final PrintWriter out;

    /**
     * A story about a running system.
     *
     * @param system which is up
     * @param mode how the orders are placed
     * @param out where it is told
     */
    public Story(LocalSystem system, Mode mode, PrintWriter out) {
        this.witness = new Witness(system.site());
        this.mode = mode;
        this.archive = new ProofArchive(system.installation().proofs());
        this.out = out;
    }

    /**
     * Tells it.
     *
     * @return whether both proofs hold
     */
    public boolean tell() {
        out.println();
        out.println(
                "1. POST /orders?mode=" + mode + ": 2 pieces of SKU 1. Nothing fails, so both databases must keep it.");
        out.println();
        boolean committed = show(Judge.judge(witness.placeCommitting(ORDER, mode)));
        out.println();
        out.println("2. The same order, and the order service throws after both branches have done their first phase.");
        out.println();
        boolean rolledBack = show(Judge.judge(witness.placeFailing(ORDER, mode, Witness.BETWEEN_THE_PHASES)));
        out.println();
        out.println("Proof of the commit:   " + (committed ? "holds" : "FAILS"));
        out.println("Proof of the rollback: " + (rolledBack ? "holds" : "FAILS"));
        out.flush();
        return committed && rolledBack;
    }

    private boolean show(Proof proof) {
        archive.save(proof);
        out.println(ProofPrinter.print(proof));
        out.flush();
        return proof.isProven();
    }
}
