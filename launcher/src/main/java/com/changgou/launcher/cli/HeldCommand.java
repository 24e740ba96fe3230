package com.changgou.launcher.cli;

import com.changgou.launcher.system.LauncherException;
import com.changgou.launcher.system.Progress;
import com.changgou.proof.FaultSwitch;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.web.client.RestClientException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "held",
        description = "Wait until a transaction is held at a fault point, and print the XIDs of all that are.",
        mixinStandardHelpOptions = true)
final class HeldCommand implements Runnable {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Parameters(
            paramLabel = "POINT",
            description = "Where it is held, such as order.after-insert; an unknown one lists all.")
    String point;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait at most. Default: 30")
    int seconds;

    @Override
    public void run() {
        PrintWriter out = command.commandLine().getOut();
        try {
            await(new FaultSwitch(options.system(Progress.SILENT).site())).forEach(out::println);
        } catch (RestClientException down) {
            throw new LauncherException("A service does not answer. Is the system up? " + down.getMessage(), down);
        }
        out.flush();
    }

    private List<String> await(FaultSwitch faults) {
        faults.requireKnown(point);
        try {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(seconds))
                    .pollDelay(Duration.ZERO)
                    .until(() -> faults.holding(point), xids -> !xids.isEmpty());
        } catch (ConditionTimeoutException never) {
            throw new LauncherException(
                    "Nothing was held at " + point + " within " + seconds
                            + " s. Was a fault with \"action\":\"hold\" armed there, and an order placed after it?",
                    never);
        }
    }
}
