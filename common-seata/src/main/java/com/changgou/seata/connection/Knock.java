package com.changgou.seata.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Asks whether a TC is there without Seata, which would log an error with a stack trace each time that it is not. */
final class Knock {

    private static final int CONNECT_MILLIS = 1000;

    private static final int SILENCE_MILLIS = 200;

    private Knock() {}

    /** Whether somebody takes a connection and keeps it. A proxy without a TC behind it closes it at once; a TC waits to be told. */
    static boolean isAnswered(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            socket.setSoTimeout(SILENCE_MILLIS);
            return isKept(socket);
        } catch (IOException nobody) {
            return false;
        }
    }

    private static boolean isKept(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silence) {
            return true;
        }
    }
}
