package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: a sample counts for whoever had the processor for his work, and none is lost. */
class ProfileTests {

    private static final String NAME = "this-jvm";

    @Test
    void sampleCountsForTheFirstFrameFromTheTopThatHasAnOwner() {
        Map<String, Double> shares = Profile.shares(List.of(
                "java/lang/Thread.run;io/seata/Server.answer;io/netty/Channel.write;sun/nio/ch/Dispatcher.write;__libc_write 6",
                "java/lang/Thread.run;io/seata/Server.answer;java/util/HashMap.get 2",
                "thread_native_entry;CompileBroker::compiler_thread_loop;Compile::Optimize 1",
                "thread_native_entry;VMThread::run 1"));

        assertThat(shares)
                .containsOnly(
                        Map.entry("Netty", 0.6),
                        Map.entry("Seata server", 0.2),
                        Map.entry("JIT compiler", 0.1),
                        Map.entry("others", 0.1));
    }

    @Test
    void looksAtAJvmWhileItWorks(@TempDir Path directory) throws Exception {
        Profile profile = new Profile(Map.of(NAME, ProcessHandle.current().pid()), directory);
        profile.start();
        assertThat(parseFor(1_000_000_000L)).isPositive();

        Map<String, Double> shares = profile.stop().get(NAME);

        assertThat(shares.get("Jackson")).isGreaterThan(0.2);
        assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(directory.resolve(NAME + ".stacks")).doesNotExist();
    }

    private static int parseFor(long nanos) {
        long end = System.nanoTime() + nanos;
        int times = 0;
        while (System.nanoTime() < end) {
            JsonMapper.shared().readTree("{\"orders\": [1, 2, 3], \"by\": {\"whom\": \"u1\"}}");
            times++;
        }
        return times;
    }
}
