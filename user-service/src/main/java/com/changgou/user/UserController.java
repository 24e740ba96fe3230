package com.changgou.user;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/users/{userId}")
class UserController {

    private final UserMapper users;

    UserController(UserMapper users) {
        this.users = users;
    }

    @GetMapping
    UserMapper.User user(@PathVariable String userId) {
        return users.find(userId).orElseThrow(() -> new UnknownUserException(userId));
    }

    /** Newest first. */
    @GetMapping("/points")
    PointPage points(
            @PathVariable String userId,
            @RequestParam(defaultValue = "0") @PositiveOrZero int page,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
        user(userId);
        return new PointPage(users.log(userId, size, (long) page * size), page, size, users.countLog(userId));
    }

    record PointPage(List<UserMapper.Entry> entries, int page, int size, long total) {}
}
