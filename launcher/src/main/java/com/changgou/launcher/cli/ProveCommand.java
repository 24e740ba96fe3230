package com.changgou.launcher.cli;

import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Progress;
import com.changgou.proof.Judge;
import com.changgou.proof.Proof;
import com.changgou.proof.ProofArchive;
import com.changgou.proof.Witness;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Parameters(
            paramLabel = "XID",
            arity = "0..1",
            description = "As in the body of POST /orders, such as 127.0.0.2:8091:123. Default: the last ./demo order")
    @Nullable
    String xid;

    @Mixin
    ProofOptions print;

    @Override
    public Integer call() {
        LocalSystem system = options.system(Progress.SILENT);
        Witness witness = new Witness(system.site());
        Proof proof = proof(new ProofArchive(system.installation().proofs()), witness);
        PrintWriter out = command.commandLine().getOut();
        int exitCode = print.print(proof, out);
        if (print.isWhole()) {
            out.println(
                    "Points task: " + witness.pointsTask(proof.evidence().xid()).orElse("none"));
            out.flush();
        }
        return exitCode;
    }

    private Proof proof(ProofArchive archive, Witness witness) {
        if (xid == null) {
            return archive.latest().orElseThrow(() -> new LauncherException("Nothing was ordered yet: ./demo order"));
        }
        return archive.find(xid).orElseGet(() -> Judge.judge(witness.look(xid)));
    }
}
