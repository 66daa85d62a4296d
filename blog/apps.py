from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Content"

    def ready(self) -> None:
        from blog.planning import clock
        from config import page_cache

        page_cache.on_moment.append(clock.forget)
