package com.changgou.faultmatrix.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Bytes that are forwarded together. */
record Piece(ByteBuf bytes, @Nullable Frame frame, long arrivedNanos) {

    Piece(ByteBuf bytes, @Nullable Frame frame) {
        this(bytes, frame, System.nanoTime());
    }

    int length() {
        return bytes.readableBytes();
    }

    /** For the log. */
    String text() {
        return frame == null ? length() + " bytes" : frame.toString();
    }
}
