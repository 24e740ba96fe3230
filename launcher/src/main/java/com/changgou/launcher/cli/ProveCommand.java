package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Progress;
import com.changgou.proof.Judge;
import com.changgou.proof.Proof;
import com.changgou.proof.ProofArchive;
import com.changgou.proof.ProofPrinter;
import com.changgou.proof.Witness;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "prove",
        description = "Show the proof of a global transaction; exit 0 only if it holds.",
        mixinStandardHelpOptions = true)
final class ProveCommand implements Callable<Integer> {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Parameters(paramLabel = "XID", description = "As in the body of POST /orders, such as 127.0.0.2:8091:123.")
    String xid;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    boolean json;

    @Override
    public Integer call() {
        LocalSystem system = options.system(Progress.SILENT);
        Witness witness = new Witness(system.site());
        Proof proof = new ProofArchive(system.installation().proofs())
                .find(xid)
                .orElseGet(() -> Judge.judge(witness.look(xid)));
        PrintWriter out = command.commandLine().getOut();
        int exitCode = print(proof, json, out);
        if (!json) {
            out.println("Points task: " + witness.pointsTask(xid).orElse("none"));
            out.flush();
        }
        return exitCode;
    }

    static int print(Proof proof, boolean json, PrintWriter out) {
        out.println(json ? ProofArchive.json(proof) : ProofPrinter.print(proof));
        out.flush();
        return proof.isProven() ? 0 : 1;
    }
}
