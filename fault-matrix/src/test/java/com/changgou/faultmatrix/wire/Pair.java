package com.changgou.faultmatrix.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** A client and the one that listens, with a tap between them: plain blocking sockets, nothing of the tap's own library. */
final class Pair implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket client;
    private final Socket target;

    private Pair(Socket client, Socket target) {
        this.client = client;
        this.target = target;
    }

    static ServerSocket listen() {
        try {
            ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            listening.setSoTimeout(PATIENCE_MILLIS);
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Pair connect(Tap tap, ServerSocket listening) throws IOException {
        Socket client = connect(tap);
        Socket target = listening.accept();
        target.setTcpNoDelay(true);
        target.setSoTimeout(PATIENCE_MILLIS);
        return new Pair(client, target);
    }

    static Socket connect(Tap tap) throws IOException {
        Socket client = new Socket();
        client.setTcpNoDelay(true);
        client.setSoTimeout(PATIENCE_MILLIS);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), tap.port()), PATIENCE_MILLIS);
        return client;
    }

    Socket sender(Direction direction) {
        return direction == Direction.TO_TARGET ? client : target;
    }

    Socket receiver(Direction direction) {
        return sender(direction.opposite());
    }

    void send(Direction direction, byte... bytes) throws IOException {
        sender(direction).getOutputStream().write(bytes);
    }

    /** As many bytes as that, or fewer if the stream ends. */
    byte[] receive(Direction direction, int length) throws IOException {
        return receiver(direction).getInputStream().readNBytes(length);
    }

    /** Both ways, so that a fault in either shows. */
    boolean works() throws IOException {
        for (Direction direction : Direction.values()) {
            send(direction, (byte) 7);
            if (!Arrays.equals(receive(direction, 1), new byte[] {7})) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing comes for a while, and no end either. */
    boolean isSilent(Direction direction, int millis) throws IOException {
        Socket receiver = receiver(direction);
        receiver.setSoTimeout(millis);
        try {
            receiver.getInputStream().read();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            receiver.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        target.close();
    }
}
