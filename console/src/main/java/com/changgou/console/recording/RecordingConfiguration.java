package com.changgou.console.recording;

import com.changgou.proof.Site;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {

    @Bean
    AsyncTaskExecutor takes() {
        return new SimpleAsyncTaskExecutor("take-");
    }

    @Bean
    Recordings recordings(
            Site site,
            Recorders recorders,
            JsonMapper json,
            @Qualifier("takes") AsyncTaskExecutor takes,
            RecordingProperties properties) {
        return new Recordings(
                site, recorders, new RecordingArchive(properties.directory(), json), takes, properties.longestHold());
    }
}
