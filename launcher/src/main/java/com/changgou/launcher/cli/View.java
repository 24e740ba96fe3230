package com.changgou.launcher.cli;

import com.changgou.proof.Evidence;
import com.changgou.proof.Proof;
import com.changgou.proof.ProofPrinter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A part of a proof that can be shown by itself. */
enum View {
    BRANCHES(of(ProofPrinter::branches)),
    UNDO(of(ProofPrinter::undo)),
    FENCE(of(ProofPrinter::fence)),
    PREPARED(of(ProofPrinter::prepared)),
    ROWS(of(ProofPrinter::rows)),
    VERDICT(ProofPrinter::verdict);

    private final Function<Proof, String> text;

    View(Function<Proof, String> text) {
        this.text = text;
    }

    /** These parts of the proof, or all of it if none is named. */
    static String text(Proof proof, List<View> views) {
        return views.isEmpty()
                ? ProofPrinter.print(proof)
                : views.stream()
                        .map(view -> view.text.apply(proof).stripTrailing())
                        .collect(Collectors.joining("\n\n"));
    }

    private static Function<Proof, String> of(Function<Evidence, String> text) {
        return proof -> text.apply(proof.evidence());
    }
}
