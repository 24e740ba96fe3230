package com.changgou.benchmarks;

import com.changgou.launcher.system.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the services' processor time goes, by JDK Flight Recorder: each sample counts for the first frame, from the top, of somebody
 * who is asked for.
 */
final class Profile {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OTHERS = "others";

    /** Whose code it is, by the beginning of its classes' names; the first that fits. */
    private static final Map<String, String> OWNERS = owners();

    private final Deployment deployment;
    private final Map<String, Path> recordings = new LinkedHashMap<>();

    Profile(Deployment deployment) {
        this.deployment = deployment;
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("com.alibaba.druid.sql", "Druid's SQL parser");
        owners.put("com.alibaba.druid", "Druid's pool");
        owners.put("com.mysql", "MySQL driver");
        owners.put("org.apache.seata", "Seata client");
        owners.put("io.seata", "Seata server");
        owners.put("ch.qos.logback", "logging");
        owners.put("io.netty", "Netty");
        owners.put("org.apache.catalina", "Tomcat");
        owners.put("org.apache.coyote", "Tomcat");
        owners.put("org.apache.tomcat", "Tomcat");
        owners.put("feign", "Feign");
        owners.put("sun.net.www", "HTTP client");
        owners.put("org.apache.hc", "HTTP client");
        owners.put("tools.jackson", "Jackson");
        owners.put("com.fasterxml.jackson", "Jackson");
        owners.put("org.apache.ibatis", "MyBatis");
        owners.put("com.baomidou", "MyBatis");
        owners.put("io.micrometer", "metrics");
        owners.put("com.changgou", "this project");
        owners.put("org.springframework", "Spring");
        return owners;
    }

    /** Begins to record every process that an order passes. */
    void start() {
        for (String part : List.of("order-service", "goods-service", "tc")) {
            Path file = deployment.system().installation().home().resolve(part + ".jfr");
            recordings.put(part, file);
            jcmd(part, "JFR.start", "name=bench", "settings=profile", "filename=" + file);
        }
    }

    /**
     * Ends it.
     *
     * @return by process, the share of each owner in its samples, 0 to 1
     * @throws IOException if a recording cannot be read
     */
    Map<String, Map<String, Double>> stop() throws IOException {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        for (Map.Entry<String, Path> recording : recordings.entrySet()) {
            jcmd(recording.getKey(), "JFR.stop", "name=bench");
            shares.put(recording.getKey(), shares(recording.getValue()));
            Files.delete(recording.getValue());
        }
        return shares;
    }

    private void jcmd(String part, String... command) {
        long pid = deployment.system().process(part).orElseThrow().pid();
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid)));
        line.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new LauncherException(String.join(" ", line) + " failed");
            }
        } catch (IOException e) {
            throw new LauncherException("There is no jcmd: a JDK is needed", e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static Map<String, Double> shares(Path recording) throws IOException {
        Map<String, Long> samples = new TreeMap<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && stack != null) {
                    samples.merge(owner(stack), 1L, Long::sum);
                }
            }
        }
        double all =
                Math.max(1, samples.values().stream().mapToLong(Long::longValue).sum());
        Map<String, Double> shares = new TreeMap<>();
        samples.forEach((owner, count) -> shares.put(owner, count / all));
        return shares;
    }

    private static String owner(RecordedStackTrace stack) {
        for (RecordedFrame frame : stack.getFrames()) {
            String type = frame.getMethod().getType().getName();
            for (Map.Entry<String, String> owner : OWNERS.entrySet()) {
                if (type.startsWith(owner.getKey())) {
                    return owner.getValue();
                }
            }
        }
        return OTHERS;
    }
}
