package com.changgou.faultmatrix.wire;

import com.changgou.faultmatrix.wire.Frame.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.apache.seata.core.compressor.CompressorType;
import org.apache.seata.core.protocol.ProtocolConstants;
import org.apache.seata.core.serializer.Serializer;
import org.apache.seata.core.serializer.SerializerType;
import org.apache.seata.serializer.seata.MessageCodecFactory;
import org.apache.seata.serializer.seata.SeataSerializer;

/**
 * Splits one direction of a connection into frames of Seata's protocol, version 1, and reads a copy of each; see Seata's
 * {@code ProtocolDecoderV1}. What is not a frame passes as it comes, and so does all that follows it.
 */
final class SeataFrames extends ByteToMessageDecoder {

    private static final int MAGIC = 0xdada;
    private static final int VERSION_AT = 2;
    private static final int LENGTH_AT = 3;
    private static final int HEAD_LENGTH_AT = 7;
    private static final int MESSAGE_TYPE_AT = 9;
    private static final int CODEC_AT = 10;
    private static final int COMPRESSOR_AT = 11;
    private static final int ID_AT = 12;

    private static final Serializer SEATA = new SeataSerializer(ProtocolConstants.VERSION_1);

    private final int connection;
    private final Direction direction;
    private final Conversation conversation;
    private final Runnable onOther;
    private boolean other;

    /** {@code onOther} is told once when another protocol is spoken. */
    SeataFrames(int connection, Direction direction, Conversation conversation, Runnable onOther) {
        this.connection = connection;
        this.direction = direction;
        this.conversation = conversation;
        this.onOther = onOther;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!other && !canBeFrame(in)) {
            other = true;
            onOther.run();
        }
        if (other) {
            out.add(new Piece(in.readRetainedSlice(in.readableBytes()), null));
        } else if (in.readableBytes() >= ProtocolConstants.V1_HEAD_LENGTH && in.readableBytes() >= length(in)) {
            ByteBuf bytes = in.readRetainedSlice(length(in));
            out.add(new Piece(bytes, frame(bytes)));
        }
    }

    /** The connection ends in the middle of a frame. */
    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            decode(context, in, out);
        }
        if (in.isReadable() && out.isEmpty()) {
            out.add(new Piece(in.readRetainedSlice(in.readableBytes()), null));
        }
    }

    private static int length(ByteBuf in) {
        return in.getInt(in.readerIndex() + LENGTH_AT);
    }

    private static int headLength(ByteBuf in) {
        return in.getUnsignedShort(in.readerIndex() + HEAD_LENGTH_AT);
    }

    /** So far: another protocol may wait for an answer to its first byte. */
    private static boolean canBeFrame(ByteBuf in) {
        int start = in.readerIndex();
        int known = in.readableBytes();
        return (known < 1 || in.getUnsignedByte(start) == MAGIC >> 8)
                && (known < 2 || in.getUnsignedShort(start) == MAGIC)
                && (known <= VERSION_AT || in.getByte(start + VERSION_AT) == ProtocolConstants.VERSION_1)
                && (known < MESSAGE_TYPE_AT
                        || headLength(in) >= ProtocolConstants.V1_HEAD_LENGTH
                                && length(in) >= headLength(in)
                                && length(in) <= ProtocolConstants.MAX_FRAME_LENGTH);
    }

    private Frame frame(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int id = bytes.getInt(start + ID_AT);
        byte messageType = bytes.getByte(start + MESSAGE_TYPE_AT);
        if (messageType == ProtocolConstants.MSGTYPE_HEARTBEAT_REQUEST) {
            return nameOnly(bytes, "HeartbeatPing", id, false);
        }
        boolean answer = messageType == ProtocolConstants.MSGTYPE_RESPONSE;
        if (messageType == ProtocolConstants.MSGTYPE_HEARTBEAT_RESPONSE) {
            return nameOnly(bytes, "HeartbeatPong", id, true);
        }
        byte codec = bytes.getByte(start + CODEC_AT);
        byte compressor = bytes.getByte(start + COMPRESSOR_AT);
        if (codec != SerializerType.SEATA.getCode()) {
            return nameOnly(bytes, "codec " + codec, id, answer);
        }
        if (compressor != CompressorType.NONE.getCode()) {
            return nameOnly(bytes, "compressor " + compressor, id, answer);
        }
        byte[] body = ByteBufUtil.getBytes(bytes, start + headLength(bytes), length(bytes) - headLength(bytes));
        try {
            Object message = SEATA.deserialize(body);
            return new Frame(
                    connection,
                    direction,
                    message.getClass().getSimpleName(),
                    id,
                    bytes.readableBytes(),
                    conversation.messages(direction, id, message));
        } catch (RuntimeException unreadable) {
            return nameOnly(bytes, name(body), id, answer);
        }
    }

    private Frame nameOnly(ByteBuf bytes, String name, int id, boolean answer) {
        return new Frame(
                connection,
                direction,
                name,
                id,
                bytes.readableBytes(),
                List.of(new Message(name, id, answer, null, null)));
    }

    private static String name(byte[] body) {
        if (body.length < Short.BYTES) {
            return "no type";
        }
        short type = (short) (body[0] << Byte.SIZE | body[1] & 0xff);
        try {
            return MessageCodecFactory.getMessage(type).getClass().getSimpleName();
        } catch (IllegalArgumentException unknown) {
            return "type " + type;
        }
    }
}
