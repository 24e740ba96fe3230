package com.changgou.recording;

import com.changgou.fault.FaultListener;
import com.changgou.recording.Entry.Kind;
import com.changgou.recording.Entry.Moment;

/** Records where faults held a transaction, and since when and until when; and where they broke it. */
record FaultRecorder(Recorder recorder) implements FaultListener {

    @Override
    public Runnable held(String point, String xid) {
        Moment moment = recorder.now();
        recorder.file(xid, moment.mark(Kind.PAUSE, point));
        return () ->
                recorder.amend(xid, moment.seq(), "until", recorder.now().at().toString());
    }

    @Override
    public void thrown(String point, String xid) {
        recorder.file(xid, recorder.now().mark(Kind.FAULT, point));
    }
}
