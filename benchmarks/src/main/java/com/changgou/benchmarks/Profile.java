package com.changgou.benchmarks;

import com.changgou.launcher.system.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import one.profiler.AsyncProfilerLoader;

/**
 * Where the processor time of JVMs goes, by async-profiler. It samples the threads that run, in Java, in the JVM or in a call of the
 * kernel. Each sample counts for the first frame, from the top, of somebody who is asked for.
 */
final class Profile {

    private static final String OTHERS = "others";

    /** Whose code it is, by the beginning of its frames' names, as async-profiler writes them; the first that fits. */
    private static final Map<String, String> OWNERS = owners();

    private final Map<String, Long> processes;
    private final Path directory;

    /**
     * Of some JVMs.
     *
     * @param processes the ID of each, by its name
     * @param directory for what is recorded, and for the profiler itself
     */
    Profile(Map<String, Long> processes, Path directory) {
        this.processes = processes;
        this.directory = directory;
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("CompileBroker::", "JIT compiler");
        owners.put("GCTaskThread::", "garbage collector");
        owners.put("jdk/internal/misc/Unsafe.park", "threads that wait");
        owners.put("jdk/internal/misc/Unsafe.unpark", "threads that wake others");
        owners.put("com/alibaba/druid/sql", "Druid's SQL parser");
        owners.put("com/alibaba/druid", "Druid's pool");
        owners.put("com/mysql", "MySQL driver");
        owners.put("org/apache/seata", "Seata client");
        owners.put("io/seata", "Seata server");
        owners.put("ch/qos/logback", "logging");
        owners.put("io/netty", "Netty");
        owners.put("org/apache/catalina", "Tomcat");
        owners.put("org/apache/coyote", "Tomcat");
        owners.put("org/apache/tomcat", "Tomcat");
        owners.put("feign", "Feign");
        owners.put("sun/net/www", "HTTP client");
        owners.put("org/apache/hc", "HTTP client");
        owners.put("tools/jackson", "Jackson");
        owners.put("com/fasterxml/jackson", "Jackson");
        owners.put("org/apache/ibatis", "MyBatis");
        owners.put("com/baomidou", "MyBatis");
        owners.put("io/micrometer", "metrics");
        owners.put("com/changgou", "this project");
        owners.put("org/springframework", "Spring");
        return owners;
    }

    /** Whether there is an async-profiler for this machine: there is none for Windows. */
    static boolean isPossible() {
        return AsyncProfilerLoader.isSupported();
    }

    /**
     * Begins to look at every one of them.
     *
     * @throws LauncherException if one cannot be looked at
     */
    void start() {
        // The kernel's own counters need rights that a container has not; a timer per thread needs none.
        processes.values().forEach(pid -> profiler("start", "-e", "ctimer", "-i", "1ms", pid.toString()));
    }

    /**
     * Ends it.
     *
     * @return by process, the share of each owner in its samples, 0 to 1
     * @throws IOException if a recording cannot be read
     */
    Map<String, Map<String, Double>> stop() throws IOException {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        for (Map.Entry<String, Long> process : processes.entrySet()) {
            Path stacks = directory.resolve(process.getKey() + ".stacks");
            String pid = process.getValue().toString();
            profiler("stop", "-o", "collapsed", "-f", stacks.toString(), pid);
            shares.put(process.getKey(), shares(Files.readAllLines(stacks)));
            Files.delete(stacks);
        }
        return shares;
    }

    private void profiler(String... command) {
        try {
            AsyncProfilerLoader.setExtractionDirectory(directory.resolve("async-profiler"));
            AsyncProfilerLoader.executeProfiler(command);
        } catch (IOException e) {
            throw new LauncherException("async-profiler " + String.join(" ", command) + ": " + e.getMessage(), e);
        }
    }

    /** Each line has the frames of a stack, from its bottom, and how many samples had it. */
    static Map<String, Double> shares(List<String> stacks) {
        Map<String, Long> samples = new TreeMap<>();
        for (String line : stacks) {
            int count = line.lastIndexOf(' ');
            samples.merge(owner(line.substring(0, count)), Long.valueOf(line.substring(count + 1)), Long::sum);
        }
        double all =
                Math.max(1, samples.values().stream().mapToLong(Long::longValue).sum());
        Map<String, Double> shares = new TreeMap<>();
        samples.forEach((owner, count) -> shares.put(owner, count / all));
        return shares;
    }

    private static String owner(String stack) {
        List<String> frames = Arrays.asList(stack.split(";"));
        for (int top = frames.size() - 1; top >= 0; top--) {
            for (Map.Entry<String, String> owner : OWNERS.entrySet()) {
                if (frames.get(top).startsWith(owner.getKey())) {
                    return owner.getValue();
                }
            }
        }
        return OTHERS;
    }
}
