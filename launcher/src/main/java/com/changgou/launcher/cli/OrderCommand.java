package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.proof.Evidence;
import com.changgou.proof.Judge;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.Proof;
import com.changgou.proof.ProofArchive;
import com.changgou.proof.Witness;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "order",
        description = "Place an order under observation and prove what it did; exit 0 only if the proof holds.",
        mixinStandardHelpOptions = true)
final class OrderCommand implements Callable<Integer> {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Option(
            names = "--fault",
            paramLabel = "POINT",
            description =
                    "Throw at this point, such as order.after-insert or goods.reply-lost; an unknown one lists all.")
    @Nullable
    String fault;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "at",
            description = "at, tcc, mixed or xa: the branches of the global transaction. Default: at")
    Mode mode;

    @Option(names = "--user", paramLabel = "ID", defaultValue = "u1", description = "Who orders. Default: u1")
    String user;

    @Option(names = "--sku", paramLabel = "ID", defaultValue = "1", description = "What is ordered. Default: 1")
    long sku;

    @Option(names = "--quantity", paramLabel = "N", defaultValue = "2", description = "How many pieces. Default: 2")
    int quantity;

    @Mixin
    ProofOptions print;

    @Override
    public Integer call() {
        LocalSystem system = options.runningSystem();
        Witness witness = new Witness(system.site());
        OrderApi.Request request = new OrderApi.Request(user, List.of(new OrderApi.Line(sku, quantity)));
        Evidence evidence =
                fault == null ? witness.placeCommitting(request, mode) : witness.placeFailing(request, mode, fault);
        Proof proof = Judge.judge(evidence);
        new ProofArchive(system.installation().proofs()).save(proof);
        return print.print(proof, command.commandLine().getOut());
    }
}
