package com.changgou.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.proof.Evidence.Expectation;
import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.FenceState;
import com.changgou.proof.Evidence.PreparedBranch;
import com.changgou.proof.Evidence.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofArchiveTests {

    @TempDir
    Path directory;

    @Test
    void givesBackWhatItWasGiven() {
        Proof proof = proof("127.0.0.2:8091:1");
        ProofArchive archive = new ProofArchive(directory.resolve("proofs"));

        archive.save(proof);

        assertThat(archive.find("127.0.0.2:8091:1")).contains(proof);
        assertThat(archive.find("127.0.0.2:8091:2")).isEmpty();
    }

    /** Not the highest XID. */
    @Test
    void latestIsTheOneThatWasKeptLast() throws IOException {
        ProofArchive archive = new ProofArchive(directory.resolve("proofs"));
        assertThat(archive.latest()).isEmpty();
        archive.save(proof("127.0.0.2:8091:2"));
        try (Stream<Path> kept = Files.list(directory.resolve("proofs"))) {
            Files.setLastModifiedTime(kept.findFirst().orElseThrow(), FileTime.fromMillis(1));
        }

        archive.save(proof("127.0.0.2:8091:1"));

        assertThat(archive.latest()).contains(proof("127.0.0.2:8091:1"));
    }

    private static Proof proof(String xid) {
        Traces between = new Traces(
                List.of(),
                List.of(),
                List.of(new FenceRow("goods", 1, "stock-reservation", FenceState.TRIED)),
                List.of(new PreparedBranch("orders", "127.0.0.2:8091:1-2")),
                3);
        return Judge.judge(new Evidence(
                xid,
                Mode.TCC,
                Expectation.COMMIT,
                "order.after-insert",
                201,
                "Begin",
                null,
                List.of(),
                between,
                between,
                List.of()));
    }
}
