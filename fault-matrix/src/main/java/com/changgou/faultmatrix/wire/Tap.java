package com.changgou.faultmatrix.wire;

import com.changgou.faultmatrix.wire.TapLog.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on one edge of the system, from a port on 127.0.0.1 to another one, with faults that can be switched on and off.
 * Without a fault it changes no byte, passes half-closes on, and reads from a fast side only as fast as the slow side takes.
 * Faults are set for the edge, and work on its open connections and on new ones. May be used by any thread; a method returns
 * when what it says is so.
 */
public final class Tap implements AutoCloseable {

    /** Below 32,768 ports are not given to outgoing connections: a port that is given up for a cut can be taken again. */
    private static final int LOWEST = 28_000;

    private static final int HIGHEST = 32_700;
    private static final int ATTEMPTS = 100;
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final String edge;
    private final int targetPort;
    private final boolean seata;
    private final TapLog log;
    private final int port;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Trigger> triggers = new CopyOnWriteArrayList<>();
    private final Map<Direction, Way> ways = new EnumMap<>(Direction.class);
    private final Set<TapConnection> connections = new LinkedHashSet<>();
    private int cuts;
    private volatile int diverted;
    private volatile int accepted;
    private volatile int open;
    private volatile @Nullable Channel server;

    /** What is done to one direction, and what went through it. The faults belong to the event loop. */
    private static final class Way {

        private boolean blackHole;
        private long delayNanos;
        private long allowance = UNLIMITED;
        private final AtomicLong passed = new AtomicLong();
        private final AtomicLong dropped = new AtomicLong();

        private void reset() {
            blackHole = false;
            delayNanos = 0;
            allowance = UNLIMITED;
        }
    }

    private Tap(String edge, int port, int targetPort, boolean seata, TapLog log) {
        this.edge = edge;
        this.targetPort = targetPort;
        this.seata = seata;
        this.log = log;
        Arrays.stream(Direction.values()).forEach(direction -> ways.put(direction, new Way()));
        try {
            this.port = listen(port);
        } catch (RuntimeException taken) {
            close();
            throw taken;
        }
    }

    /**
     * Listens on an edge of any protocol.
     *
     * @param edge its name in the log
     * @param port where it listens on 127.0.0.1, or 0 for a free port between 28,000 and 32,700
     * @param targetPort where it connects to on 127.0.0.1; nobody needs to listen there yet
     * @param log is told what happens
     * @return a tap without a fault
     * @throws ChannelException if the port is taken
     */
    public static Tap ofBytes(String edge, int port, int targetPort, TapLog log) {
        return new Tap(edge, port, targetPort, false, log);
    }

    /**
     * Listens on an edge to a TC: {@link Trigger}s can be armed, and each frame is logged.
     *
     * @param edge its name in the log
     * @param port where it listens on 127.0.0.1, or 0 for a free port between 28,000 and 32,700
     * @param targetPort the TC's port on 127.0.0.1; nobody needs to listen there yet
     * @param log is told what happens
     * @return a tap without a fault
     * @throws ChannelException if the port is taken
     */
    public static Tap ofSeata(String edge, int port, int targetPort, TapLog log) {
        return new Tap(edge, port, targetPort, true, log);
    }

    /**
     * The edge.
     *
     * @return its name in the log
     */
    public String edge() {
        return edge;
    }

    /**
     * Where a client connects to.
     *
     * @return a port on 127.0.0.1, which stays the same
     */
    public int port() {
        return port;
    }

    /**
     * What it did and saw.
     *
     * @return the log that it was given
     */
    public TapLog log() {
        return log;
    }

    /** Ends every fault. Connections that have lost bytes go on as they are, with a hole in their stream. */
    public void pass() {
        restore(false);
    }

    /** Ends every fault. Connections that cannot go on, because bytes or an end were lost in a black hole, are closed. */
    public void heal() {
        restore(true);
    }

    /** Closes every connection, as the end of a process does, and refuses new ones. */
    public void cut() {
        inLoop(() -> cutNow("cut"));
        awaitClosed();
    }

    /**
     * Drops what goes one way, ends included. Connections stay open, and new ones are accepted. On an edge to a TC whole frames
     * are dropped.
     *
     * @param direction which way
     */
    public void blackHole(Direction direction) {
        change("black hole", direction, way -> way.blackHole = true);
    }

    /**
     * Keeps what goes one way for a while; the order stays. With a long delay it is a broken line whose ends send again: what was
     * kept passes as soon as the fault ends.
     *
     * @param direction which way
     * @param delay how long; zero for none
     */
    public void delay(Direction direction, Duration delay) {
        change("delay of " + delay.toMillis() + " ms", direction, way -> way.delayNanos = delay.toNanos());
    }

    /**
     * Lets a number of bytes pass one way, of all connections together, and cuts then.
     *
     * @param direction which way
     * @param bytes how many; with 0 it cuts now
     */
    public void limit(Direction direction, long bytes) {
        change("limit of " + bytes + " bytes", direction, way -> way.allowance = bytes);
        if (bytes == 0) {
            cut();
        }
    }

    /**
     * Leads elsewhere, until the fault ends. Connections that lead to the target are closed.
     *
     * @param other a port on 127.0.0.1
     */
    public void divert(int other) {
        inLoop(() -> {
            log.add(edge, 0, Kind.FAULT, null, "diverted to port " + other, null);
            lead(other);
        });
    }

    private void lead(int other) {
        diverted = other;
        cuts++;
        List.copyOf(connections).forEach(TapConnection::close);
    }

    /**
     * Where it connects to when there is no fault.
     *
     * @return a port on 127.0.0.1
     */
    public int targetPort() {
        return targetPort;
    }

    /**
     * Waits for a message.
     *
     * @param trigger fires once
     * @throws IllegalStateException if this edge does not lead to a TC
     */
    public void arm(Trigger trigger) {
        if (!seata) {
            throw new IllegalStateException(edge + " carries no messages of Seata");
        }
        log.add(edge, 0, Kind.TRIGGER, null, trigger + " is armed", null);
        triggers.add(trigger);
    }

    /**
     * Waits no more.
     *
     * @param trigger is not heard any more; one that has fired is not stopped
     */
    public void disarm(Trigger trigger) {
        triggers.remove(trigger);
    }

    /** Waits for no message any more. */
    public void disarm() {
        triggers.clear();
    }

    /**
     * How many connections were accepted so far.
     *
     * @return the number of the last one
     */
    public int connections() {
        return accepted;
    }

    /**
     * How many connections are open, to both sides.
     *
     * @return their number now
     */
    public int openConnections() {
        return open;
    }

    /**
     * How much was handed to a side's socket.
     *
     * @param direction towards which
     * @return bytes, of all connections
     */
    public long bytesPassed(Direction direction) {
        return way(direction).passed.get();
    }

    /**
     * How much was taken and not passed: by a black hole or by a trigger.
     *
     * @param direction which way
     * @return bytes, of all connections
     */
    public long bytesDropped(Direction direction) {
        return way(direction).dropped.get();
    }

    /** Closes every connection and gives the port up. */
    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void restore(boolean closeBroken) {
        inLoop(() -> {
            log.add(edge, 0, Kind.FAULT, null, closeBroken ? "heal" : "pass", null);
            ways.values().forEach(Way::reset);
            if (diverted != 0) {
                lead(0);
            }
            List.copyOf(connections).forEach(connection -> {
                if (closeBroken && connection.hasHole()) {
                    connection.close();
                } else {
                    connection.drain();
                }
            });
        });
        synchronized (this) {
            Channel current = server;
            if (current == null || !current.isOpen()) {
                awaitClosed();
                listen(port);
            }
        }
    }

    private void change(String fault, Direction direction, Consumer<Way> change) {
        inLoop(() -> {
            log.add(edge, 0, Kind.FAULT, direction, fault, null);
            change.accept(way(direction));
            List.copyOf(connections).forEach(TapConnection::drain);
        });
    }

    private void cutNow(String why) {
        log.add(edge, 0, Kind.FAULT, null, why, null);
        cuts++;
        Channel listening = server;
        if (listening != null) {
            listening.close();
        }
        List.copyOf(connections).forEach(TapConnection::close);
    }

    private void inLoop(Runnable change) {
        loop.submit(change).syncUninterruptibly();
    }

    /** A closed socket is gone after the next select; what a task schedules runs after that one. */
    private void awaitClosed() {
        CompletableFuture<Void> selected = new CompletableFuture<>();
        loop.execute(() -> loop.schedule(() -> selected.complete(null), 1, TimeUnit.NANOSECONDS));
        selected.join();
    }

    private int listen(int wanted) {
        for (int attempt = 1; ; attempt++) {
            int candidate = wanted == 0 ? LOWEST + new Random().nextInt(HIGHEST - LOWEST) : wanted;
            ChannelFuture bound = bootstrap()
                    .bind(InetAddress.getLoopbackAddress(), candidate)
                    .awaitUninterruptibly();
            if (bound.isSuccess()) {
                server = bound.channel();
                return candidate;
            }
            if (wanted != 0 || attempt == ATTEMPTS) {
                throw new ChannelException(edge + " cannot listen on port " + candidate, bound.cause());
            }
        }
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel client) {
                        connect(client);
                    }
                });
    }

    private void connect(Channel client) {
        int number = accepted + 1;
        accepted = number;
        int cutsBefore = cuts;
        new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(nothingYet())
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), diverted == 0 ? targetPort : diverted))
                .addListener((ChannelFutureListener) connected -> {
                    if (!connected.isSuccess()) {
                        sendAway(client, number, connected.cause());
                    } else if (cuts == cutsBefore) {
                        open(new TapConnection(this, number, client, connected.channel()));
                    } else {
                        client.close();
                        connected.channel().close();
                        log.add(edge, number, Kind.CLOSED, null, "both sides, before anything passed", null);
                    }
                });
    }

    private void open(TapConnection connection) {
        connections.add(connection);
        open = connections.size();
        connection.start();
    }

    private static ChannelHandler nothingYet() {
        return new ChannelInboundHandlerAdapter();
    }

    /** With a reset: the nearest to a refusal that is left once the client is connected. */
    private void sendAway(Channel client, int number, Throwable cause) {
        log.add(edge, number, Kind.UNREACHABLE, Direction.TO_TARGET, String.valueOf(cause.getMessage()), null);
        client.config().setOption(ChannelOption.SO_LINGER, 0);
        client.close();
    }

    boolean isSeata() {
        return seata;
    }

    boolean isBlackHole(Direction direction) {
        return way(direction).blackHole;
    }

    long delayNanos(Direction direction) {
        return way(direction).delayNanos;
    }

    /** How many of these bytes may pass. */
    int take(Direction direction, int bytes) {
        Way way = way(direction);
        if (way.allowance == UNLIMITED) {
            return bytes;
        }
        int allowed = (int) Math.min(way.allowance, bytes);
        way.allowance -= allowed;
        return allowed;
    }

    boolean isUsedUp(Direction direction) {
        return way(direction).allowance == 0;
    }

    void cutAtLimit(Direction direction) {
        cutNow("the limit is reached " + direction);
        way(direction).allowance = UNLIMITED;
    }

    /** The triggers that fire at this frame. */
    List<Trigger> hits(Frame frame) {
        List<Trigger> hits =
                triggers.stream().filter(trigger -> trigger.hits(frame)).toList();
        triggers.removeAll(hits);
        return hits;
    }

    void passed(Direction direction, int bytes) {
        way(direction).passed.addAndGet(bytes);
    }

    void dropped(Direction direction, int bytes) {
        way(direction).dropped.addAndGet(bytes);
    }

    void remove(TapConnection connection) {
        connections.remove(connection);
        open = connections.size();
    }

    private Way way(Direction direction) {
        return ways.get(direction);
    }
}
