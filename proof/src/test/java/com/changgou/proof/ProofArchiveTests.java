package com.changgou.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.proof.Evidence.Expectation;
import com.changgou.proof.Evidence.FenceRow;
import com.changgou.proof.Evidence.FenceState;
import com.changgou.proof.Evidence.PreparedBranch;
import com.changgou.proof.Evidence.Traces;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofArchiveTests {

    @TempDir
    Path directory;

    @Test
    void givesBackWhatItWasGiven() {
        Traces between = new Traces(
                List.of(),
                List.of(),
                List.of(new FenceRow("goods", 1, "stock-reservation", FenceState.TRIED)),
                List.of(new PreparedBranch("orders", "127.0.0.2:8091:1-2")),
                3);
        Evidence evidence = new Evidence(
                "127.0.0.2:8091:1",
                Mode.TCC,
                Expectation.COMMIT,
                "order.after-insert",
                201,
                "Begin",
                null,
                List.of(),
                between,
                between,
                List.of());
        Proof proof = Judge.judge(evidence);
        ProofArchive archive = new ProofArchive(directory.resolve("proofs"));

        archive.save(proof);

        assertThat(archive.find("127.0.0.2:8091:1")).contains(proof);
        assertThat(archive.find("127.0.0.2:8091:2")).isEmpty();
    }
}
