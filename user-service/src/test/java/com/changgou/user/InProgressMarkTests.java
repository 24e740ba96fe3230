package com.changgou.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;
import org.springframework.data.redis.core.script.RedisScript;

/** Invariant: the mark never keeps work from being done, and is off unless asked for. */
class InProgressMarkTests {

    @SuppressWarnings("unchecked")
    private final ValueOperations<String, String> values = mock(ValueOperations.class);

    private final StringRedisTemplate redis = mock(StringRedisTemplate.class);
    private final RedisInProgressMark mark =
            new RedisInProgressMark(redis, new PointsProperties.Mark(true, Duration.ofSeconds(60)));
    private final AtomicInteger worked = new AtomicInteger();

    @BeforeEach
    void connect() {
        given(redis.opsForValue()).willReturn(values);
    }

    @Test
    void worksAndReleases() {
        given(values.setIfAbsent(any(), any(), any(Duration.class))).willReturn(true);

        mark.during("o1", worked::incrementAndGet);

        assertThat(worked).hasValue(1);
        then(redis).should().execute(ArgumentMatchers.<RedisScript<Long>>any(), anyList(), any());
    }

    @Test
    void releasesAlsoAfterAFailure() {
        given(values.setIfAbsent(any(), any(), any(Duration.class))).willReturn(true);

        assertThatThrownBy(() -> mark.during("o1", () -> {
                    throw new IllegalStateException("database gone");
                }))
                .hasMessage("database gone");
        then(redis).should().execute(ArgumentMatchers.<RedisScript<Long>>any(), anyList(), any());
    }

    @Test
    void leavesTheMarkOfAnotherAndItsWorkAlone() {
        given(values.setIfAbsent(any(), any(), any(Duration.class))).willReturn(false);

        assertThatThrownBy(() -> mark.during("o1", worked::incrementAndGet))
                .isInstanceOf(InProgressMark.InProgressException.class);
        assertThat(worked).hasValue(0);
        then(redis).should(never()).execute(ArgumentMatchers.<RedisScript<Long>>any(), anyList(), any());
    }

    @Test
    void worksWithoutRedis() {
        given(values.setIfAbsent(any(), any(), any(Duration.class)))
                .willThrow(new RedisConnectionFailureException("gone"));

        mark.during("o1", worked::incrementAndGet);

        assertThat(worked).hasValue(1);
    }

    @Test
    void redisThatDiesInTheMiddleChangesNothing() {
        given(values.setIfAbsent(any(), any(), any(Duration.class))).willReturn(true);
        given(redis.execute(ArgumentMatchers.<RedisScript<Long>>any(), anyList(), any()))
                .willThrow(new RedisConnectionFailureException("gone"));

        mark.during("o1", worked::incrementAndGet);

        assertThat(worked).hasValue(1);
    }

    @Test
    void isOffUnlessAskedFor() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withUserConfiguration(InProgressMarkConfiguration.class, Properties.class)
                .withBean(StringRedisTemplate.class, () -> redis);
        runner.run(context ->
                assertThat(context.getBean(InProgressMark.class)).isNotInstanceOf(RedisInProgressMark.class));
        runner.withPropertyValues("changgou.points.in-progress-mark.enabled=true")
                .run(context ->
                        assertThat(context.getBean(InProgressMark.class)).isInstanceOf(RedisInProgressMark.class));
    }

    @EnableConfigurationProperties(PointsProperties.class)
    static class Properties {}
}
