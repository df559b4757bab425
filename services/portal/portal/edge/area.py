"""What every route and page stands on: who asks, problems, forms, words, files up and down."""

from portal.edge import processing, requests
from portal.edge.part import Part

edge = Part(api=[requests.router], pages=[processing.router])
