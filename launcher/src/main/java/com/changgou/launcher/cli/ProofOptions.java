package com.changgou.launcher.cli;

import com.changgou.proof.Proof;
import com.changgou.proof.ProofArchive;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a proof is printed. */
final class ProofOptions {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    boolean json;

    @Option(
            names = "--show",
            paramLabel = "PART",
            split = ",",
            description = "Print these parts only: ${COMPLETION-CANDIDATES}. Several with commas between them.")
    List<View> views = new ArrayList<>();

    /** Prints it; the exit code says whether it holds. */
    int print(Proof proof, PrintWriter out) {
        String shown = Demo.shown(command).apply(ProofArchive.json(proof));
        out.println(json ? shown : View.text(ProofArchive.proof(shown), views));
        out.flush();
        return proof.isProven() ? 0 : 1;
    }

    boolean isWhole() {
        return !json && views.isEmpty();
    }
}
