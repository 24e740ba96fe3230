package com.changgou.seata.branch;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Invariant: a rollback that nobody tries again is told once, by one line that is enough to find it; nothing else is. */
@ExtendWith(OutputCaptureExtension.class)
class RollbackAlarmAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RollbackAlarmAutoConfiguration.class));

    @Test
    void rollbackThatFailedForGoodNamesTheBranchAndWhatToRead(CapturedOutput output) {
        contextRunner.run(context -> rollBack(BranchStatus.PhaseTwo_RollbackFailed_Unretryable));

        assertThat(output.getOut().lines().filter(line -> line.contains("ROLLBACK FAILED")))
                .singleElement()
                .asString()
                .contains(
                        "ERROR",
                        "10.0.0.1:8091:1",
                        "AT branch 7",
                        "jdbc:mysql://db/goods",
                        "\"When a rollback fails\" in docs/deployment.md");
    }

    @ParameterizedTest
    @EnumSource(
            value = BranchStatus.class,
            names = "PhaseTwo_RollbackFailed_Unretryable",
            mode = EnumSource.Mode.EXCLUDE)
    void whatWentWellOrIsTriedAgainIsNoAlarm(BranchStatus status, CapturedOutput output) {
        contextRunner.run(context -> rollBack(status));

        assertThat(output).doesNotContain("ROLLBACK FAILED");
    }

    @Test
    void runbookOfAnotherTeamIsNamed(CapturedOutput output) {
        contextRunner
                .withPropertyValues("changgou.seata.rollback-alarm.runbook=https://wiki/seata")
                .run(context -> rollBack(BranchStatus.PhaseTwo_RollbackFailed_Unretryable));

        assertThat(output).contains("See https://wiki/seata").doesNotContain("docs/deployment.md");
    }

    @Test
    void closedContextIsHeardOfNoMore(CapturedOutput output) throws TransactionException {
        contextRunner.run(context -> assertThat(context).hasSingleBean(RollbackAlarm.class));

        rollBack(BranchStatus.PhaseTwo_RollbackFailed_Unretryable);

        assertThat(output).doesNotContain("ROLLBACK FAILED");
    }

    @Test
    void canBeSwitchedOff() {
        contextRunner
                .withPropertyValues("changgou.seata.rollback-alarm.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(RollbackAlarm.class));
        contextRunner
                .withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(RollbackAlarm.class));
    }

    @Test
    void backsOffOnACustomAlarm() {
        contextRunner
                .withBean("rollbackAlarm", BranchListener.class, () -> new BranchListener() {})
                .run(context -> assertThat(context).doesNotHaveBean(RollbackAlarm.class));
    }

    private static void rollBack(BranchStatus status) throws TransactionException {
        BranchObserver.end(BranchType.AT, "jdbc:mysql://db/goods", "10.0.0.1:8091:1", 7, () -> status);
    }
}
