package com.changgou.broker;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Logs in once and out again, as a client would: the six methods of AMQP 0-9-1 that it takes are not worth a client library. */
final class LoginProbe {

    /** Long enough for a machine that is busy starting everything else. */
    private static final int TIMEOUT_MILLIS = 20_000;

    private static final byte[] PROTOCOL = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;
    private static final int FRAME_END = 0xCE;
    private static final int CONNECTION = 10;
    private static final int START = 10;
    private static final int START_OK = 11;
    private static final int TUNE = 30;
    private static final int TUNE_OK = 31;
    private static final int OPEN = 40;
    private static final int OPEN_OK = 41;
    private static final int CLOSE = 50;
    private static final int CLOSE_OK = 51;

    private final DataInputStream in;
    private final DataOutputStream out;

    private LoginProbe(Socket socket) throws IOException {
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    static void logIn(Settings settings) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Settings.ADDRESS, settings.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            new LoginProbe(socket).logIn(settings.user(), settings.password());
        }
    }

    private void logIn(String user, String password) throws IOException {
        out.write(PROTOCOL);
        out.flush();
        expect(START);
        send(START_OK, arguments -> {
            arguments.writeInt(0);
            shortString(arguments, "PLAIN");
            byte[] response = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
            arguments.writeInt(response.length);
            arguments.write(response);
            shortString(arguments, "en_US");
        });
        byte[] limits = expect(TUNE);
        send(TUNE_OK, arguments -> arguments.write(limits));
        send(OPEN, arguments -> {
            shortString(arguments, "/");
            shortString(arguments, "");
            arguments.writeByte(0);
        });
        expect(OPEN_OK);
        send(CLOSE, arguments -> {
            arguments.writeShort(200);
            shortString(arguments, "");
            arguments.writeInt(0);
        });
        expect(CLOSE_OK);
    }

    private void send(int method, Arguments arguments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream payload = new DataOutputStream(bytes);
        payload.writeShort(CONNECTION);
        payload.writeShort(method);
        arguments.writeTo(payload);
        out.writeByte(METHOD_FRAME);
        out.writeShort(0);
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.writeByte(FRAME_END);
        out.flush();
    }

    private byte[] expect(int method) throws IOException {
        int type = in.readUnsignedByte();
        if (type != METHOD_FRAME) {
            throw new IOException("what answers does not speak AMQP 0-9-1");
        }
        in.readUnsignedShort();
        byte[] arguments = new byte[in.readInt() - 2 * Short.BYTES];
        int answeredClass = in.readUnsignedShort();
        int answered = in.readUnsignedShort();
        in.readFully(arguments);
        in.readUnsignedByte();
        if (answeredClass == CONNECTION && answered == CLOSE) {
            // The code, the length of the text, the text.
            throw new IOException(new String(arguments, 3, arguments[2] & 0xFF, StandardCharsets.UTF_8));
        }
        if (answeredClass != CONNECTION || answered != method) {
            throw new IOException(
                    "unexpected answer %d.%d in place of 10.%d".formatted(answeredClass, answered, method));
        }
        return arguments;
    }

    private static void shortString(DataOutputStream out, String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeByte(bytes.length);
        out.write(bytes);
    }

    private interface Arguments {

        void writeTo(DataOutputStream out) throws IOException;
    }
}
