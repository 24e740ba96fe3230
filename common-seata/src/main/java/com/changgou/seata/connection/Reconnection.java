package com.changgou.seata.connection;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.seata.common.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Looks for a TC that is not connected, and has TM and RM registered with it as soon as it is there. Seata's client 2.5.0 looks every
 * 10 s, and not at all in its first minute. Whoever wants something of the TC connects at once, but the TC cannot ask an RM for phase
 * two that has not come to it: until then what it has to finish stays open, with its locks.
 *
 * <p>One line tells that a TC is gone, and one that it is back. The health indicator {@code seata} asks by itself.
 */
final class Reconnection implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Reconnection.class);

    /** After a TC did answer but did not take the registration: Seata logs each attempt as an error. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final SeataClients clients;
    private final Duration interval;
    private final Set<InetSocketAddress> gone = new HashSet<>();
    private final Map<InetSocketAddress, Long> refusedAt = new HashMap<>();
    private volatile @Nullable ThreadPoolTaskScheduler scheduler;

    /** {@code interval}: zero to leave it all to Seata. */
    Reconnection(SeataClients clients, Duration interval) {
        this.clients = clients;
        this.interval = interval;
    }

    @Override
    public void start() {
        if (interval.toMillis() > 0) {
            ThreadPoolTaskScheduler thread = new ThreadPoolTaskScheduler();
            thread.setThreadNamePrefix("seata-reconnection-");
            thread.setDaemon(true);
            thread.initialize();
            thread.scheduleWithFixedDelay(this::look, interval);
            scheduler = thread;
        }
    }

    @Override
    public void stop() {
        ThreadPoolTaskScheduler running = scheduler;
        if (running != null) {
            running.shutdown();
            scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    private void look() {
        try {
            int missing = gone.size();
            List<InetSocketAddress> reachable = new ArrayList<>();
            List<InetSocketAddress> answering = new ArrayList<>();
            for (InetSocketAddress tc : clients.addresses()) {
                if (clients.areConnectedTo(tc)) {
                    reachable.add(tc);
                    tellBack(tc);
                } else if (!rests(tc) && isThere(tc)) {
                    reachable.add(tc);
                    answering.add(tc);
                }
            }
            if (!answering.isEmpty()) {
                connect(answering, reachable);
            } else if (gone.size() > missing && !reachable.isEmpty()) {
                clients.askOnly(reachable);
            }
        } catch (Exception failed) {
            // Seata has logged it, as it does at its own attempts.
            log.debug("The TC was looked for in vain", failed);
        }
    }

    private void connect(List<InetSocketAddress> answering, List<InetSocketAddress> reachable) {
        try {
            clients.connectTo(reachable);
        } finally {
            for (InetSocketAddress tc : answering) {
                if (clients.areConnectedTo(tc)) {
                    refusedAt.remove(tc);
                    tellBack(tc);
                } else {
                    refusedAt.put(tc, System.nanoTime());
                }
            }
        }
    }

    private boolean isThere(InetSocketAddress tc) {
        boolean there = Knock.isAnswered(tc);
        if (!there && gone.add(tc)) {
            log.warn(
                    "The transaction coordinator (TC) at {} is gone: looking for it every {} ms",
                    NetUtil.toStringAddress(tc),
                    interval.toMillis());
        }
        return there;
    }

    private void tellBack(InetSocketAddress tc) {
        if (gone.remove(tc)) {
            log.info(
                    "The transaction coordinator (TC) at {} is back: TM and RM are registered",
                    NetUtil.toStringAddress(tc));
        }
    }

    private boolean rests(InetSocketAddress tc) {
        Long refused = refusedAt.get(tc);
        return refused != null && System.nanoTime() - refused < REST.toNanos();
    }
}
