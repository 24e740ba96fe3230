package com.changgou.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.recording.Entry.Kind;
import com.changgou.recording.Entry.Moment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariant: what happened first stands first, whenever it was filed; and the recorder does not grow. */
class RecorderTests {

    private final Recorder recorder = new Recorder(2, 3);

    @Test
    void orderIsThatOfTheMoments() {
        Moment first = recorder.now();
        Moment second = recorder.now();
        recorder.file("x", second.mark(Kind.PAUSE, "second"));
        recorder.file("x", first.mark(Kind.PAUSE, "first"));

        assertThat(names("x")).containsExactly("first", "second");
    }

    @Test
    void theOldestEntryGoesFirst() {
        List.of("1", "2", "3", "4")
                .forEach(name -> recorder.file("x", recorder.now().mark(Kind.FAULT, name)));

        assertThat(names("x")).containsExactly("2", "3", "4");
    }

    @Test
    void theOldestTransactionGoesFirst() {
        List.of("x", "y", "x", "z")
                .forEach(xid -> recorder.file(xid, recorder.now().mark(Kind.FAULT, "point")));

        assertThat(recorder.known()).extracting(Recorder.Known::xid).containsExactly("z", "y");
        assertThat(names("x")).isEmpty();
    }

    @Test
    void whatComesOutLaterIsAdded() {
        Moment moment = recorder.now();
        recorder.file("x", moment.mark(Kind.PAUSE, "point"));
        recorder.amend("x", moment.seq(), "until", "later");
        recorder.amend("gone", moment.seq(), "until", "later");

        assertThat(recorder.of("x"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("until", "later"));
        assertThat(recorder.of("gone")).isEmpty();
    }

    @Test
    void transactionIsKnownByItsNameAndTheEndThatWasAskedFor() {
        recorder.file(
                "x", recorder.now().mark(Kind.MESSAGE, "GlobalBeginRequest").with("transactionName", "place-order"));
        assertThat(recorder.known().get(0).name()).isEqualTo("place-order");
        assertThat(recorder.known().get(0).end()).isNull();

        recorder.file("x", recorder.now().mark(Kind.MESSAGE, "GlobalRollbackRequest"));

        assertThat(recorder.known().get(0).name()).isEqualTo("place-order");
        assertThat(recorder.known().get(0).end()).isEqualTo("rollback");
    }

    private List<String> names(String xid) {
        return recorder.of(xid).stream().map(Entry::name).toList();
    }
}
