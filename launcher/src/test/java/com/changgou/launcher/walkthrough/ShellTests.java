package com.changgou.launcher.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.launcher.system.LauncherException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Invariant: what a page shows is run as a shell would run it, or refused by name. */
class ShellTests {

    private final CountDownLatch released = new CountDownLatch(1);
    private final StringWriter out = new StringWriter();
    private final Shell shell = new Shell(Map.of(
            "echo",
            (out, arguments) -> {
                out.println(String.join("|", arguments));
                return 0;
            },
            "hold",
            (out, arguments) -> {
                join(released);
                out.println("let go");
                return 0;
            },
            "exit",
            (out, arguments) -> Integer.parseInt(arguments.get(0))));

    @Test
    void wordsAreWhatAShellMakesOfThem() {
        assertThat(Shell.split("""
                        curl -s 'http://127.0.0.1/?a=b&c' \\
                          -H 'Content-Type: application/json' \\
                          -d '{"a":["b c"]}'   # it's a comment

                        ./demo sql goods "SELECT 'x';
                          COMMIT" &
                        """))
                .containsExactly(
                        List.of(
                                "curl",
                                "-s",
                                "http://127.0.0.1/?a=b&c",
                                "-H",
                                "Content-Type: application/json",
                                "-d",
                                "{\"a\":[\"b c\"]}"),
                        List.of("./demo", "sql", "goods", "SELECT 'x';\n  COMMIT", "&"));
    }

    @Test
    void quoteThatIsNotClosedIsRefused() {
        assertThatThrownBy(() -> Shell.split("echo 'a")).isInstanceOf(LauncherException.class);
    }

    @Test
    void outputsComeInTheOrderOfTheCommands() {
        run("echo a\necho b c");

        assertThat(out).hasToString("a\nb|c\n");
    }

    @Test
    void whatIsHeldRunsInTheBackgroundAndWaitShowsWhatItPrints() {
        run("hold &\necho meanwhile");
        assertThat(shell.hasJobs()).isTrue();
        assertThat(out).hasToString("meanwhile\n");

        released.countDown();
        run("wait");

        assertThat(shell.hasJobs()).isFalse();
        assertThat(out).hasToString("meanwhile\nlet go\n");
    }

    @Test
    void unknownCommandIsRefusedAndNamed() {
        assertThatThrownBy(() -> run("echo a\nrm -rf /"))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("rm -rf /");
    }

    @Test
    void badVerdictIsNoWrongCommand() {
        run("exit 1");
        assertThatThrownBy(() -> run("exit 2"))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("exit 2");
    }

    @Test
    void wrongCommandInTheBackgroundIsTold() {
        run("exit 2 &");
        assertThatThrownBy(() -> run("wait"))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("exit 2");
    }

    private void run(String text) {
        shell.run(text, new PrintWriter(out, true));
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
