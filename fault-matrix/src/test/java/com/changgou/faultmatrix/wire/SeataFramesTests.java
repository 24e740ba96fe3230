package com.changgou.faultmatrix.wire;

import static com.changgou.faultmatrix.wire.Direction.TO_CLIENT;
import static com.changgou.faultmatrix.wire.Direction.TO_TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.wire.Frame.Message;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.protocol.AbstractMessage;
import org.apache.seata.core.protocol.AbstractResultMessage;
import org.apache.seata.core.protocol.RegisterRMRequest;
import org.apache.seata.core.protocol.RegisterRMResponse;
import org.apache.seata.core.protocol.RegisterTMRequest;
import org.apache.seata.core.protocol.RegisterTMResponse;
import org.apache.seata.core.protocol.transaction.BranchCommitRequest;
import org.apache.seata.core.protocol.transaction.BranchCommitResponse;
import org.apache.seata.core.protocol.transaction.BranchRegisterRequest;
import org.apache.seata.core.protocol.transaction.BranchReportRequest;
import org.apache.seata.core.protocol.transaction.BranchReportResponse;
import org.apache.seata.core.protocol.transaction.BranchRollbackRequest;
import org.apache.seata.core.protocol.transaction.BranchRollbackResponse;
import org.apache.seata.core.protocol.transaction.GlobalCommitRequest;
import org.apache.seata.core.protocol.transaction.GlobalCommitResponse;
import org.apache.seata.core.protocol.transaction.GlobalLockQueryRequest;
import org.apache.seata.core.protocol.transaction.GlobalLockQueryResponse;
import org.apache.seata.core.protocol.transaction.GlobalReportRequest;
import org.apache.seata.core.protocol.transaction.GlobalReportResponse;
import org.apache.seata.core.protocol.transaction.GlobalRollbackRequest;
import org.apache.seata.core.protocol.transaction.GlobalRollbackResponse;
import org.apache.seata.core.protocol.transaction.GlobalStatusRequest;
import org.apache.seata.core.protocol.transaction.GlobalStatusResponse;
import org.apache.seata.core.protocol.transaction.UndoLogDeleteRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant: whatever Seata writes, and however TCP splits it, the same bytes come out, and each frame is known by its name. */
class SeataFramesTests {

    private static final String XID = "127.0.0.2:8091:4711";

    private final Conversation conversation = new Conversation();
    private final List<String> others = new ArrayList<>();
    private final EmbeddedChannel toTarget = channel(TO_TARGET);
    private final EmbeddedChannel toClient = channel(TO_CLIENT);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void release() {
        toTarget.finishAndReleaseAll();
        toClient.finishAndReleaseAll();
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                Arguments.of("GlobalBeginRequest", null, SeataBytes.begin()),
                Arguments.of("GlobalCommitRequest", XID, SeataBytes.end(new GlobalCommitRequest(), XID)),
                Arguments.of("GlobalRollbackRequest", XID, SeataBytes.end(new GlobalRollbackRequest(), XID)),
                Arguments.of("GlobalStatusRequest", XID, SeataBytes.end(new GlobalStatusRequest(), XID)),
                Arguments.of("GlobalReportRequest", XID, report()),
                Arguments.of("BranchRegisterRequest", XID, SeataBytes.register(new BranchRegisterRequest(), XID)),
                Arguments.of("GlobalLockQueryRequest", XID, SeataBytes.register(new GlobalLockQueryRequest(), XID)),
                Arguments.of("BranchReportRequest", XID, branchReport()),
                Arguments.of("BranchCommitRequest", XID, SeataBytes.endBranch(new BranchCommitRequest(), XID, 5)),
                Arguments.of("BranchRollbackRequest", XID, SeataBytes.endBranch(new BranchRollbackRequest(), XID, 5)),
                Arguments.of("RegisterTMRequest", null, new RegisterTMRequest("order-service", "changgou", "signed")),
                Arguments.of("RegisterRMRequest", null, new RegisterRMRequest("order-service", "changgou")),
                Arguments.of("UndoLogDeleteRequest", null, undoLogDelete()));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("GlobalBeginResponse", XID, SeataBytes.begun(XID)),
                Arguments.of("GlobalCommitResponse", null, SeataBytes.ended(new GlobalCommitResponse())),
                Arguments.of("GlobalRollbackResponse", null, SeataBytes.ended(new GlobalRollbackResponse())),
                Arguments.of("GlobalStatusResponse", null, SeataBytes.ended(new GlobalStatusResponse())),
                Arguments.of("GlobalReportResponse", null, SeataBytes.ended(new GlobalReportResponse())),
                Arguments.of("BranchRegisterResponse", null, SeataBytes.registered(5)),
                Arguments.of("GlobalLockQueryResponse", null, SeataBytes.succeeded(new GlobalLockQueryResponse())),
                Arguments.of("BranchReportResponse", null, SeataBytes.succeeded(new BranchReportResponse())),
                Arguments.of("BranchCommitResponse", XID, SeataBytes.endedBranch(new BranchCommitResponse(), XID, 5)),
                Arguments.of(
                        "BranchRollbackResponse", XID, SeataBytes.endedBranch(new BranchRollbackResponse(), XID, 5)),
                Arguments.of("RegisterTMResponse", null, SeataBytes.succeeded(new RegisterTMResponse())),
                Arguments.of("RegisterRMResponse", null, SeataBytes.succeeded(new RegisterRMResponse())));
    }

    @ParameterizedTest
    @MethodSource({"questions", "answers"})
    void eachMessageIsKnownWhereverItIsSplit(String name, String xid, AbstractMessage body) {
        byte[] bytes = SeataBytes.request(42, body);
        for (int at = 0; at <= bytes.length; at++) {
            List<Frame> frames = read(toTarget, Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length));

            assertThat(frames).hasSize(1);
            assertThat(frames.get(0).name()).isEqualTo(name);
            assertThat(frames.get(0).id()).isEqualTo(42);
            assertThat(frames.get(0).length()).isEqualTo(bytes.length);
            assertThat(frames.get(0).messages()).hasSize(1);
            assertThat(frames.get(0).messages().get(0).xid()).isEqualTo(xid);
            assertThat(passed()).isEqualTo(bytes);
        }
    }

    @Test
    void aStreamOfAllIsSplitIntoEachHoweverItArrives() {
        List<byte[]> all = new ArrayList<>(
                List.of(SeataBytes.ping(1), SeataBytes.requestWithHead(2, SeataBytes.begin(), Map.of("key", "value"))));
        Stream.concat(questions(), answers())
                .map(arguments ->
                        SeataBytes.request(7, (AbstractMessage) arguments.get()[2]))
                .forEach(all::add);
        all.add(SeataBytes.pong(1));
        byte[] stream = join(all);
        for (int chunk : List.of(1, 2, 3, 15, 16, 17, 100, stream.length)) {
            List<Frame> frames = read(toTarget, chunks(stream, chunk));

            assertThat(frames).hasSameSizeAs(all);
            assertThat(frames).extracting(Frame::name).startsWith("HeartbeatPing", "GlobalBeginRequest");
            assertThat(frames).extracting(Frame::name).endsWith("HeartbeatPong");
            assertThat(frames.stream().mapToInt(Frame::length).sum()).isEqualTo(stream.length);
            assertThat(passed()).isEqualTo(stream);
        }
        assertThat(others).isEmpty();
    }

    @Test
    void anAnswerIsAboutWhatItsQuestionWasAbout() {
        read(toTarget, SeataBytes.request(1, SeataBytes.register(new BranchRegisterRequest(), XID)));
        read(toTarget, SeataBytes.request(2, SeataBytes.end(new GlobalCommitRequest(), "another")));
        // The TC counts its own questions: the same id, and another question.
        read(toClient, SeataBytes.request(1, SeataBytes.endBranch(new BranchCommitRequest(), "a third", 8)));

        assertThat(read(toClient, SeataBytes.response(2, SeataBytes.ended(new GlobalCommitResponse()))))
                .flatExtracting(Frame::messages)
                .containsExactly(new Message("GlobalCommitResponse", 2, true, "another", null));
        assertThat(read(toClient, SeataBytes.response(1, SeataBytes.registered(5))))
                .flatExtracting(Frame::messages)
                .containsExactly(new Message("BranchRegisterResponse", 1, true, XID, "5"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void envelopesAreOpened(boolean batch) {
        List<AbstractMessage> questions = List.of(
                SeataBytes.register(new BranchRegisterRequest(), XID),
                SeataBytes.end(new GlobalStatusRequest(), "another"));
        AbstractResultMessage[] answers = {SeataBytes.registered(5), SeataBytes.ended(new GlobalStatusResponse())};
        byte[] asked = SeataBytes.request(9, SeataBytes.merged(List.of(21, 22), questions));
        byte[] answered = SeataBytes.response(
                9, batch ? SeataBytes.batchResult(List.of(21, 22), List.of(answers)) : SeataBytes.mergeResult(answers));

        assertThat(read(toTarget, chunks(asked, 1))).singleElement().satisfies(frame -> {
            assertThat(frame.name()).isEqualTo("MergedWarpMessage");
            assertThat(frame.messages())
                    .containsExactly(
                            new Message("BranchRegisterRequest", 21, false, XID, null),
                            new Message("GlobalStatusRequest", 22, false, "another", null));
        });
        assertThat(read(toClient, chunks(answered, 1))).singleElement().satisfies(frame -> {
            assertThat(frame.name()).isEqualTo(batch ? "BatchResultMessage" : "MergeResultMessage");
            assertThat(frame.messages())
                    .containsExactly(
                            new Message("BranchRegisterResponse", 21, true, XID, "5"),
                            new Message("GlobalStatusResponse", 22, true, "another", null));
        });
        assertThat(passed()).isEqualTo(join(List.of(asked, answered)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "x", "\u00da\u0001 binary"})
    void anotherProtocolPassesAtOnceAndIsNamedOnce(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(toTarget, chunks(bytes, 1))).isEmpty();
        assertThat(passed()).isEqualTo(bytes);
        assertThat(read(toTarget, SeataBytes.ping(1))).as("what follows").isEmpty();
        assertThat(passed()).isEqualTo(SeataBytes.ping(1));
        assertThat(others).hasSize(1);
    }

    @Test
    void lengthsThatCannotBeAreAnotherProtocol() {
        for (int length : List.of(-1, 15, 9 * 1024 * 1024)) {
            EmbeddedChannel channel = channel(TO_TARGET);
            byte[] bytes = SeataBytes.request(1, SeataBytes.begin());
            Unpooled.wrappedBuffer(bytes).setInt(3, length);
            assertThat(read(channel, bytes)).isEmpty();
            assertThat(passed()).isEqualTo(bytes);
        }
        assertThat(others).hasSize(3);
    }

    @Test
    void whatCannotBeReadIsNamedByItsTypeOrCodec() {
        byte[] unknownType = SeataBytes.request(1, SeataBytes.begin());
        unknownType[17] = 77;
        byte[] hessian = SeataBytes.request(2, SeataBytes.begin());
        hessian[10] = 22;
        byte[] compressed = SeataBytes.request(3, SeataBytes.begin());
        compressed[11] = 1;
        byte[] commit = SeataBytes.request(4, SeataBytes.end(new GlobalCommitRequest(), XID));
        byte[] tornBody = Arrays.copyOf(commit, 21);
        Unpooled.wrappedBuffer(tornBody).setInt(3, 21);
        byte[] noBody = Arrays.copyOf(commit, 16);
        Unpooled.wrappedBuffer(noBody).setInt(3, 16);
        byte[] good = SeataBytes.request(5, SeataBytes.begin());

        byte[] stream = join(List.of(unknownType, hessian, compressed, tornBody, noBody, good));
        assertThat(read(toTarget, stream))
                .extracting(Frame::name)
                .containsExactly(
                        "type 77", "codec 22", "compressor 1", "GlobalCommitRequest", "no type", "GlobalBeginRequest");
        assertThat(passed()).isEqualTo(stream);
        assertThat(others).isEmpty();
    }

    @Test
    void aBrokenOffFramePassesAsFarAsItCame() {
        byte[] bytes = SeataBytes.request(1, SeataBytes.begin());
        for (int length : IntStream.range(1, bytes.length).toArray()) {
            EmbeddedChannel channel = channel(TO_TARGET);
            byte[] begun = Arrays.copyOf(bytes, length);
            channel.writeInbound(Unpooled.copiedBuffer(begun));
            channel.finish();
            assertThat(read(channel)).isEmpty();
            assertThat(passed()).isEqualTo(begun);
        }
    }

    private EmbeddedChannel channel(Direction direction) {
        return new EmbeddedChannel(new SeataFrames(1, direction, conversation, () -> others.add(direction.toString())));
    }

    private List<Frame> read(EmbeddedChannel channel, byte[]... chunks) {
        for (byte[] chunk : chunks) {
            channel.writeInbound(Unpooled.copiedBuffer(chunk));
        }
        List<Frame> frames = new ArrayList<>();
        for (Piece piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            if (piece.frame() != null) {
                frames.add(piece.frame());
            }
            out.writeBytes(ByteBufUtil.getBytes(piece.bytes()));
            piece.bytes().release();
        }
        return frames;
    }

    private byte[] passed() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    private static byte[][] chunks(byte[] bytes, int size) {
        return IntStream.iterate(0, at -> at < bytes.length, at -> at + size)
                .mapToObj(at -> Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)))
                .toArray(byte[][]::new);
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static GlobalReportRequest report() {
        GlobalReportRequest report = SeataBytes.end(new GlobalReportRequest(), XID);
        report.setGlobalStatus(GlobalStatus.Committed);
        return report;
    }

    private static BranchReportRequest branchReport() {
        BranchReportRequest report = new BranchReportRequest();
        report.setXid(XID);
        report.setBranchId(5);
        report.setResourceId("jdbc:mysql://127.0.0.1:3306/orders");
        report.setStatus(BranchStatus.PhaseOne_Done);
        report.setBranchType(BranchType.AT);
        return report;
    }

    private static UndoLogDeleteRequest undoLogDelete() {
        UndoLogDeleteRequest delete = new UndoLogDeleteRequest();
        delete.setResourceId("jdbc:mysql://127.0.0.1:3306/orders");
        delete.setBranchType(BranchType.AT);
        return delete;
    }
}
