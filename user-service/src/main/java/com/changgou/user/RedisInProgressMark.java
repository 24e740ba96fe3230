package com.changgou.user;

import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** The mark in Redis. Without a Redis that answers, work goes on without it. */
final class RedisInProgressMark implements InProgressMark {

    private static final Logger log = LoggerFactory.getLogger(RedisInProgressMark.class);

    /** A mark that has expired may be somebody else's by now. */
    private static final RedisScript<Long> RELEASE_OWN = RedisScript.of(
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end",
            Long.class);

    private final StringRedisTemplate redis;
    private final PointsProperties.Mark settings;
    private volatile boolean reachable = true;

    RedisInProgressMark(StringRedisTemplate redis, PointsProperties.Mark settings) {
        this.redis = redis;
        this.settings = settings;
    }

    @Override
    public void during(String orderId, Runnable work) {
        String key = "point:" + orderId;
        String owner = UUID.randomUUID().toString();
        if (isTaken(key, owner)) {
            throw new InProgressException(orderId);
        }
        try {
            work.run();
        } finally {
            release(key, owner);
        }
    }

    /** One command decides and marks: to look first and to mark then would let two pass. */
    private boolean isTaken(String key, String owner) {
        try {
            Boolean mine = redis.opsForValue().setIfAbsent(key, owner, settings.expiry());
            reachable = true;
            return Boolean.FALSE.equals(mine);
        } catch (RuntimeException gone) {
            goOnWithout(gone);
            return false;
        }
    }

    private void release(String key, String owner) {
        try {
            redis.execute(RELEASE_OWN, List.of(key), owner);
        } catch (RuntimeException gone) {
            goOnWithout(gone);
        }
    }

    private void goOnWithout(RuntimeException gone) {
        if (reachable) {
            log.warn("Redis cannot be reached; points are granted without the mark: {}", gone.getMessage());
        }
        reachable = false;
    }
}
