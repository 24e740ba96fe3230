package com.changgou.faultmatrix.cell;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.Page;
import com.changgou.faultmatrix.cell.Failover.Moment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariant: the page shows a failover in each direction at each moment, with its log. {@link TcFailoverIT} writes it. */
class FailoverPageTests {

    @ParameterizedTest
    @EnumSource
    void thePageShowsBothDirections(Moment moment) {
        String page = Page.shown("failover");
        for (String dying : new String[] {Stage.TC, Stage.TC_2}) {
            assertThat(page)
                    .contains("\n| " + dying + " | " + moment.words + " | ")
                    .containsPattern(
                            dying + " killed: " + moment.words + "\n\n```text\n(.*\n)*?.*kill -9 " + dying + "\n");
        }
    }
}
