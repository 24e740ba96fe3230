package com.changgou.launcher.cli;

import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.OnExit;
import com.changgou.launcher.system.Ports;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Start everything, return when all is healthy, and leave it running.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Runnable {

    @Spec
    CommandSpec command;

    @Mixin
    SystemOptions options;

    @Override
    public void run() {
        PrintWriter out = command.commandLine().getOut();
        LocalSystem system = options.newSystem(new ConsoleProgress(out));
        OnExit.remove(StopOnExit.start(system));
        printUrls(system, out);
    }

    static void printUrls(LocalSystem system, PrintWriter out) {
        Ports ports = system.installation().ports();
        out.println();
        if (system.installation().topology().console()) {
            out.println("Console  http://127.0.0.1:" + ports.console());
        }
        out.println("Orders   http://127.0.0.1:" + ports.order() + "/orders?userId=u1");
        out.println("Goods    http://127.0.0.1:" + ports.goods() + "/skus");
        out.println("Order    curl -i -H 'Content-Type: application/json' http://127.0.0.1:" + ports.order()
                + "/orders -d '{\"userId\":\"u1\",\"lines\":[{\"skuId\":1,\"quantity\":2}]}'");
        out.flush();
    }
}
