"""Routes on one page: how each company receives, by kind of document."""

from chassis import Area
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.onboarding import v1 as onboarding
from delivery.routes import boundary, commands
from delivery.routes.receiver import Receiver

area = Area(
    hears={
        onboarding.CompanyRegistered: commands.RegisterReceiver,
        directory.ReceptionChanged: boundary.on_reception_changed,
        directory_v2.ReceptionChanged: boundary.on_reception_changed,
    },
    handles={
        commands.RegisterReceiver: Receiver.register,
        commands.ChangeReception: Receiver.change,
    },
)
